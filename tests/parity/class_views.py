"""Class-based views."""

from .suite import application, ask, get, post, probe, raised, talk


@application(
    "a View",
    get("/page/3", "with a value"),
    get("/list", "with arguments of its class"),
    post("/list", "with methods of its own", 200),
    ask("/list", "which do not hold this one", 405, method="PUT"),
    ask("/list", "OPTIONS", method="OPTIONS"),
    ask("/quiet", "OPTIONS that are not wanted", 405, method="OPTIONS"),
    get("/empty", "without dispatch_request", 500),
    talk("has an object for each request", get("/count"), get("/count")),
    talk("or one object for all", get("/kept"), get("/kept")),
    get("/decorated", "with decorators"),
    get("/link", "url_for"),
)
def views(fw):
    app = fw.App(__name__)

    class Page(fw.views.View):
        def dispatch_request(self, number):
            return f"page {number}"

    class List(fw.views.View):
        methods = ["GET", "POST"]

        def __init__(self, title, size=1):
            self.title, self.size = title, size

        def dispatch_request(self):
            return [self.title, self.size, fw.request.method]

    class Quiet(fw.views.View):
        methods = ["GET"]
        provide_automatic_options = False

        def dispatch_request(self):
            return "quiet"

    class Count(fw.views.View):
        def __init__(self):
            self.count = 0

        def dispatch_request(self):
            self.count += 1
            return str(self.count)

    class Kept(Count):
        init_every_request = False

    def louder(view):
        return lambda **values: view(**values) + "!"

    def upper(view):
        return lambda **values: view(**values).upper()

    class Decorated(fw.views.View):
        decorators = [louder, upper]

        def dispatch_request(self):
            return "text"

    class Link(fw.views.View):
        def dispatch_request(self):
            return fw.url_for("page", number=4)

    class Empty(fw.views.View):
        pass

    app.add_url_rule("/page/<int:number>", view_func=Page.as_view("page"))
    app.add_url_rule("/list", view_func=List.as_view("list", "title", size=2))
    for one in (Quiet, Count, Kept, Decorated, Link, Empty):
        app.add_url_rule(f"/{one.__name__.lower()}", view_func=one.as_view(one.__name__.lower()))
    return app


@application(
    "a MethodView",
    *(ask("/items/", method=method, status=status) for method, status in (
        ("GET", 200), ("HEAD", 200), ("POST", 201), ("PUT", 405), ("OPTIONS", 200), ("DELETE", 405))),
    *(ask("/items/1", method=method, status=status) for method, status in (
        ("GET", 200), ("HEAD", 200), ("POST", 405), ("PUT", 200), ("PATCH", 200), ("DELETE", 200), ("OPTIONS", 200))),
    *(ask("/own/", method=method) for method in ("HEAD", "OPTIONS", "GET")),
    ask("/narrow/", "fewer methods with the rule", 405, method="POST"),
    ask("/wide/", "a method that the class lacks", 500, method="PUT"),
    get("/items/none", "an error in a method", 404),
    get("/shop/items/", "in a blueprint"),
)  # fmt: skip
def method_views(fw):
    app = fw.App(__name__)

    class Items(fw.views.MethodView):
        def get(self):
            return ["all", fw.request.endpoint]

        def post(self):
            return {"created": True}, 201

    class Item(fw.views.MethodView):
        def get(self, number):
            return {"number": number}

        put = patch = get

        def delete(self, number):
            return f"deleted {number}"

    class Own(fw.views.MethodView):
        def get(self):
            return "get"

        def head(self):
            return "", 200, {"Own": "head"}

        def options(self):
            return "own options"

    app.add_url_rule("/items/", view_func=Items.as_view("items"))
    app.add_url_rule("/items/<int:number>", view_func=Item.as_view("item"))
    app.add_url_rule("/own/", view_func=Own.as_view("own"))
    app.add_url_rule("/narrow/", view_func=Items.as_view("narrow"), methods=["GET"])
    app.add_url_rule("/wide/", view_func=Items.as_view("wide"), methods=["PUT"])
    shop = fw.Blueprint("shop", __name__, url_prefix="/shop")
    shop.add_url_rule("/items/", view_func=Items.as_view("items"))
    app.register_blueprint(shop)
    return app


@probe("what a class-based view tells of itself")
def attributes(fw):
    class First(fw.views.MethodView):
        """Words."""

        def get(self):
            return "get"

    class Second(First):
        def post(self):
            return "post"

    class Third(Second):
        methods = {"GET"}

    class Fourth(Third):
        provide_automatic_options = True

    views = [one.as_view("name") for one in (First, Second, Third, Fourth)]
    names = ("__name__", "__module__", "__doc__", "provide_automatic_options")
    told = [[getattr(view, name) for name in names] + [sorted(view.methods)] for view in views]
    return told, fw.views.MethodView.methods, views[0].view_class is First


@probe("a View has to answer")
def no_answer(fw):
    return raised(lambda: fw.views.View().dispatch_request())


@probe("two views of one class need two names")
def two_names(fw):
    class Page(fw.views.View):
        def dispatch_request(self):
            return "page"

    app, view = fw.App(__name__), Page.as_view("page")
    app.add_url_rule("/a", view_func=view)
    app.add_url_rule("/b", view_func=view)
    return raised(lambda: app.add_url_rule("/c", view_func=Page.as_view("page"))), app.test_client().get("/b").text
