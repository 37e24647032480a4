"""Small applications, written once and built on Flask and on wsgi_apps; the same requests go to both."""
