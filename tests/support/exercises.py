"""A few small exercises of each kind, written to a folder, to test ``learn`` with."""

from pathlib import Path

CHAPTERS = """
[[chapter]]
number = 0
id = "00_first"
title.en = "First"
title.ko = "처음"
lab = "lab00_hello"

[[chapter]]
number = 1
id = "01_build"
title.en = "Build"
title.ko = "만들기"
lab = "lab01_routes"
"""
ENGLISH = """# Greet

Make `/name` greet by name.

## Hint

Look at the path.

## Hint

There is a key for it.

## Hint

`PATH_INFO`, without the slash.

## Afterwards

The path holds what a client wants.
"""
KOREAN = """# 인사하기

`/name`이 이름으로 인사하게 하세요.

## 힌트

경로를 보세요.

## 힌트

알맞은 키가 있습니다.

## 힌트

`PATH_INFO`에서 슬래시를 뺍니다.

## 풀고 나서

경로에는 클라이언트가 바라는 것이 들어 있습니다.
"""
HEAD = 'format = 1\nkind = "{kind}"\nlab = "lab00_hello"\nfiles = ["{file}"]\nminutes = 3\n'
PROGRAM = """def application(environ, start_response):
    body = {body}.encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
"""
NAME = 'environ["PATH_INFO"][1:].encode("latin-1").decode("utf-8", "replace")'
HELLO = PROGRAM.format(body='"Hello!"')
GREETS = PROGRAM.format(body=f'f"Hello, {{{NAME}}}!"'.replace('"Hello', "'Hello").replace('!"', "!'"))
GREET = """fails = { check = "greets", what = "body" }

[[check]]
id = "greets"
send = "GET /{korean}"
expect = { body = "Hello, {korean}!" }
why.en = "The path is the name."
why.ko = "경로가 이름입니다."
"""


def exercise(kind="fix", file="app.py", table=GREET, **folders):
    """Return the files of an exercise: ``start={name: text}``, ``solution=...``, ``wrong_NAME=...``."""
    files = {"exercise.toml": HEAD.format(kind=kind, file=file) + table, "en.md": ENGLISH, "ko.md": KOREAN}
    for folder, texts in folders.items():
        files |= {f"{folder.replace('wrong_', 'wrong/')}/{name}": text for name, text in texts.items()}
    return files


def greeting():
    """Return the plainest exercise."""
    return exercise(start={"app.py": HELLO}, solution={"app.py": GREETS})


def write(folder: Path, **exercises) -> Path:
    """Write exercises, ``a01_greet={name: text}``, and the labs that they name; return their folder."""
    root = folder / "examples" / "exercises"
    (folder / "examples" / "lab00_hello").mkdir(parents=True)
    root.mkdir()
    (root / "chapters.toml").write_text(CHAPTERS, encoding="utf-8")
    for name, files in exercises.items():
        chapter = "01_build" if name.startswith("k") else "00_first"
        for file, text in files.items():
            place = root / chapter / name / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return root
