import falcon


class Hello:
    def on_get(self, request, response):
        response.content_type = falcon.MEDIA_TEXT
        response.text = "Hello World!"


class HelloName:
    def on_get(self, request, response, name):
        response.media = {"hello": name}


app = falcon.App()
app.add_route("/", Hello())
app.add_route("/hello/{name}", HelloName())
