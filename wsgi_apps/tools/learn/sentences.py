"""The sentences of this tool, in English and Korean."""

from __future__ import annotations

from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.language import LANGUAGES

#: word for a failure -> what it means; ``expected`` and ``got`` stand in lines of their own below
WHAT = {
    "missing": (
        "{got} is missing: `python -m wsgi_apps learn reset` brings it back.",
        "{got} 파일이 없습니다. `python -m wsgi_apps learn reset`으로 되살릴 수 있습니다.",
    ),
    "absent": ("{got} was not handed in", "{got} 파일을 내지 않았습니다"),
    "import": ("the program cannot be loaded: {got}", "프로그램을 불러올 수 없습니다: {got}"),
    "callable": ("the server does not find the name that it looks for", "서버가 찾는 이름이 없습니다"),
    "loads": (
        "the program does not come to its end while it is imported: it was ended ({got})",
        "프로그램을 임포트하는 일이 끝나지 않아 끝냈습니다({got})",
    ),
    "raises": ("an exception leaves the program: {got}", "예외가 프로그램 밖으로 나갑니다: {got}"),
    "hangs": ("no response within the time: it was ended ({got})", "시간 안에 응답이 없어 끝냈습니다({got})"),
    "exits": ("the program ends the process: {got}", "프로그램이 프로세스를 끝냅니다: {got}"),
    "dies": ("the process has ended in the middle (status {got})", "프로세스가 도중에 끝났습니다(상태 {got})"),
    "forks": (
        "the program starts another process: leave that to the server",
        "프로그램이 다른 프로세스를 시작합니다. 그 일은 서버에 맡기세요",
    ),
    "prints": (
        "the program prints very much ({got}), and was not looked at further",
        "프로그램이 너무 많이 출력해서({got}) 더 검사하지 않았습니다",
    ),
    "start": ("the server does not start: {got}", "서버가 시작되지 않습니다: {got}"),
    "no reply": ("the server closes the connection without a response", "서버가 응답 없이 연결을 닫습니다"),
    "reply": ("there is a response, and there should be none", "응답이 없어야 하는데 응답이 있습니다"),
    "rule": ("a rule is broken", "규칙을 어겼습니다"),
    "program": ("{got}", "{got}"),
    "answer": ("`{got}` is not true", "`{got}`: 그렇지 않습니다"),
    "empty": ("not answered yet", "아직 답이 없습니다"),
    "status": ("the status differs", "상태 코드가 다릅니다"),
    "headers": ("a header differs", "헤더가 다릅니다"),
    "body": ("the body differs", "본문이 다릅니다"),
    "hex": ("the bytes of the body differ", "본문의 바이트가 다릅니다"),
    "json": ("the JSON value differs", "JSON 값이 다릅니다"),
    "contains": ("the body lacks a text", "본문에 있어야 할 텍스트가 없습니다"),
    "lacks": ("the body has a text that it should not have", "본문에 없어야 할 텍스트가 있습니다"),
    "matches": ("the body does not look as it should", "본문의 모양이 다릅니다"),
    "chunks": ("the chunks of the body differ", "본문이 다른 조각으로 옵니다"),
    "closed": ("close() was called too often or not often enough", "close()가 불린 횟수가 다릅니다"),
    "open": ("files are still open", "파일이 아직 열려 있습니다"),
    "reads": ("too much of the body is read", "본문을 너무 많이 읽습니다"),
    "log": ("the log is not as it should be", "로그가 다릅니다"),
    "files": ("a file is not as it should be", "파일의 내용이 다릅니다"),
    "lines": ("the number of lines in a file differs", "파일의 줄 수가 다릅니다"),
    "ends": ("the server does not end in time", "서버가 제때 끝나지 않습니다"),
    "statuses": ("the statuses of the responses differ", "전체 응답의 상태 코드가 다릅니다"),
    "sum": ("the numbers of all responses do not add up", "전체 응답의 숫자가 맞지 않습니다"),
}
SAYS = {
    "expected": ("expected", "예상"),
    "got": ("got", "결과"),
    "pattern_like": ("such as {example} (pattern: {pattern})", "{example} 같은 값(패턴: {pattern})"),
    "pattern": ("what fits the pattern {pattern}", "패턴 {pattern}에 맞는 값"),
    "passed": ("{id} passed ({servers}, {seconds:.2f} s)", "{id} 통과 ({servers}, {seconds:.2f}초)"),
    "seed": ("again with the same values: --seed {seed}", "같은 값으로 다시: --seed {seed}"),
    "printed": ("it printed:", "출력:"),
    "log": ("log:", "로그:"),
    "distinct": ("{number} different numbers", "서로 다른 수 {number}개"),
    "twice": (
        "{number} different numbers; more than once: {numbers}",
        "서로 다른 수 {number}개, 두 번 이상: {numbers}",
    ),
    "log_of": ("log of {server}:", "{server} 로그:"),
    "why": ("why: ", "이유: "),
    "says": ("{rule}: {sentence}", "{rule}: {sentence}"),
    "more": (
        "more: docs/check.md#{rule}, or python -m wsgi_apps check --explain {rule_id}",
        "더 보기: docs/check.md#{rule} 또는 python -m wsgi_apps check --explain {rule_id}",
    ),
    "lab": ("lab: examples/{lab}/README.md", "실습: examples/{lab}/README.md"),
    "afterwards": ("Afterwards", "풀고 나서"),
    "next": ("next: python -m wsgi_apps learn next", "다음: python -m wsgi_apps learn next"),
    "press_n": ("Press n for the next exercise.", "다음 연습 문제로 가려면 n을 누르세요."),
    "begin": ("begin it: python -m wsgi_apps learn go {id}", "시작하기: python -m wsgi_apps learn go {id}"),
    "all": ("All exercises of this list are done.", "이 목록의 연습 문제를 모두 풀었습니다."),
    "lacks": (
        "{id} needs {names}, which is not installed on this machine.",
        "{id}에는 {names}이(가) 필요한데 이 컴퓨터에 설치되어 있지 않습니다.",
    ),
    "passed_over": (
        "Not checked on {server}: it is not installed.",
        "{server}에서는 검사하지 않았습니다. 설치되어 있지 않습니다.",
    ),
    "cure": ("`make course` installs it.", "`make course`로 설치할 수 있습니다."),
    "doctor": (
        "`python -m wsgi_apps doctor` says how to install it.",
        "설치 방법은 `python -m wsgi_apps doctor`가 알려 줍니다.",
    ),
    "broken": (
        "{file} could not be read. It is kept as {kept}, and a new one begins.",
        "{file} 파일을 읽을 수 없어 {kept}(으)로 남겨 두고 새로 시작합니다.",
    ),
    "copied": ("{id} is in {folder}. Edit {file}.", "{id}을(를) {folder}에 두었습니다. {file} 파일을 고치세요."),
    "kept": ("{file} was there before: it is kept as {kept}.", "전에 있던 {file}은(는) {kept}(으)로 남겨 두었습니다."),
    "hint": ("Hint {n} of {all}", "힌트 {n}/{all}"),
    "no_more_hints": ("There are no more hints.", "힌트가 더 없습니다."),
    "look": ("Look at the solution? It is noted in your progress. [y/N] ", "풀이를 볼까요? 진도에 기록됩니다. [y/N] "),
    "not_looked": ("Not shown.", "보여 주지 않았습니다."),
    "no_callable": (
        "{file} has no function `{name}`: the server looks for this name.",
        "{file}에 `{name}` 함수가 없습니다. 서버는 이 이름을 찾습니다.",
    ),
    "near": ("The nearest name is `{near}`.", "가장 비슷한 이름은 `{near}`입니다."),
    "standing": ("{done} of {all} exercises done", "연습 문제 {all}개 중 {done}개를 풀었습니다"),
    "now": ("now: {id}, {title} ({minutes} min, {folder})", "지금: {id}, {title} ({minutes}분, {folder})"),
    "watch": (
        "check it at each save: python -m wsgi_apps learn watch",
        "저장할 때마다 검사하기: python -m wsgi_apps learn watch",
    ),
    "choose": ("Language / 언어 [en/ko] ({here}): ", "Language / 언어 [en/ko] ({here}): "),
    "which": ("There is no {typed}: type en or ko.", "{typed}은(는) 없습니다. en이나 ko를 입력하세요."),
    "no_difference": ("Your program is the same as at the start.", "프로그램이 처음과 같습니다."),
    "no_other": ("Your program is the same as the solution.", "프로그램이 풀이와 같습니다."),
    "list": ("all exercises: python -m wsgi_apps learn list", "모든 연습 문제: python -m wsgi_apps learn list"),
    "folder": ("Your programs and your progress are in {folder}.", "프로그램과 진도는 {folder}에 있습니다."),
    "installed": ("installed: {names}", "설치됨: {names}"),
    "absent": (
        "not installed: {names} (exercises that need it are passed over)",
        "설치되지 않음: {names} (필요한 연습 문제는 건너뜁니다)",
    ),
    "watching": (
        "watching {files}. Enter checks again, h hint, n next, l list, d diff, x X-ray, q end",
        "{files} 파일을 지켜봅니다. Enter 다시, h 힌트, n 다음, l 목록, d 차이, x X-ray, q 끝",
    ),
    "changed": ("saved {time}", "저장 {time}"),
    "no_request": ("There is no failing request.", "실패한 요청이 없습니다."),
    "graded": (
        "{folder}: {passed} of {all} passed, {hung} hang, {absent} absent",
        "{folder}: {all}개 중 통과 {passed}개, 멈춤 {hung}개, 없음 {absent}개",
    ),
    "not_installed": (", not checked for lack of {names}", ", {names}이(가) 없어 검사하지 못한 부분이 있음"),
    "chapter": ("Chapter {number}: {title}", "{number}장: {title}"),
    "question": ("{name}: {ask}", "{name}: {ask}"),
    "requests": ("several requests ({name})", "요청 여러 개({name})"),
    "mounted": ("mounted at {prefix}", "{prefix}에 마운트"),
    "without": ("environ without {name}", "environ에 {name} 없음"),
    "with": ("environ with {name} = {value}", "environ에 {name} = {value}"),
    "half_close": (
        "the client goes away after {bytes} bytes of the body",
        "클라이언트가 본문을 {bytes}바이트만 보내고 떠남",
    ),
    "close_early": (
        "the client goes away after chunk {chunks} of the response",
        "클라이언트가 응답의 {chunks}번째 조각까지 받고 떠남",
    ),
    "no_xray": (
        "X-ray cannot send this: it takes one request to an application, with a body of text.",
        "X-ray로는 보낼 수 없습니다. X-ray는 애플리케이션에 텍스트 본문의 요청 하나를 보냅니다.",
    ),
    "real": ("real {server} …", "실제 {server} …"),
}
#: an error on the command line or in a file -> what it says
REFUSED = {
    "no_exercise": (
        "There is no exercise {name!r}: python -m wsgi_apps learn list shows them.",
        "{name!r} 연습 문제는 없습니다. python -m wsgi_apps learn list로 볼 수 있습니다.",
    ),
    "several": (
        "Several exercises begin with {name!r}: {ids}.",
        "{name!r}(으)로 시작하는 연습 문제가 여럿입니다: {ids}.",
    ),
    "no_open": ("There is no exercise that is not done: name one.", "풀지 않은 연습 문제가 없습니다. 하나를 고르세요."),
    "no_chapter": (
        "There is no chapter {number}: the chapters are {first} to {last}.",
        "{number}장은 없습니다. {first}장부터 {last}장까지 있습니다.",
    ),
    "other_servers": ("{id} is checked on {servers} only.", "{id}은(는) {servers}에서만 검사합니다."),
    "none_on": (
        "None of these exercises is checked on {server}.",
        "이 가운데 {server}에서 검사하는 연습 문제가 없습니다.",
    ),
    "none_begun": (
        "You have not begun an exercise yet: python -m wsgi_apps learn next",
        "아직 시작한 연습 문제가 없습니다: python -m wsgi_apps learn next",
    ),
    "id_or_chapter": (
        "Name exercises or a chapter (--chapter {number}), not both.",
        "연습 문제와 장(--chapter {number}) 가운데 하나만 고르세요.",
    ),
    "not_started": (
        "{id} is not in {folder} yet: python -m wsgi_apps learn go {id}",
        "{id}이(가) 아직 {folder}에 없습니다: python -m wsgi_apps learn go {id}",
    ),
    "of": (
        "--of {of}: write start, solution or wrong/NAME.",
        "--of {of}: start, solution, wrong/NAME 가운데 하나를 쓰세요.",
    ),
    "day": ("--due {text}: write a date such as 2026-12-31.", "--due {text}: 2026-12-31처럼 날짜를 쓰세요."),
    "no_folder": ("{folder} is not a folder.", "{folder}: 폴더가 아닙니다."),
    "rubric_key": (
        "{file}: {names} is not known; a rubric has {keys}.",
        "{file}: 알 수 없는 이름입니다: {names}. 쓸 수 있는 이름: {keys}.",
    ),
    "rubric_number": (
        "{file}: {key}: write a number that is not negative.",
        "{file}: {key}: 0 이상의 수를 쓰세요.",
    ),
    "rubric_table": (
        "{file}: {key}: write a table of exercises and their points.",
        "{file}: {key}: 연습 문제와 점수의 표를 쓰세요.",
    ),
    "rubric_list": ("{file}: {key}: write a list of names.", "{file}: {key}: 이름의 목록을 쓰세요."),
    "seeds": ("--seeds {number}: write 1 or more.", "--seeds {number}: 1 이상의 수를 쓰세요."),
    "rubric_name": (
        "The rubric names {name}, and there is no such exercise.",
        "채점 기준에 있는 {name} 연습 문제가 없습니다.",
    ),
    "no_file": ("{file} is missing.", "{file} 파일이 없습니다."),
    "no_course": (
        "{file} is missing: the exercises are in a checkout of the project, in examples/exercises.",
        "{file} 파일이 없습니다. 연습 문제는 프로젝트를 내려받은 폴더의 examples/exercises에 있습니다.",
    ),
    "new_name": (
        "{name}: write CHAPTER/ID, such as 03_paths/p08_name.",
        "{name}: 03_paths/p08_name처럼 CHAPTER/ID를 쓰세요.",
    ),
    "there": ("{folder} is there already.", "{folder} 폴더가 이미 있습니다."),
}
#: a word of a list or of a report -> the same in Korean
WORDS = {
    "fix": "고치기",
    "write": "쓰기",
    "predict": "예측하기",
    "read": "읽기",
    "which": "고르기",
    "config": "설정",
    "threads": "스레드",
    "middleware": "미들웨어",
    "build": "만들기",
    "open": "시작 전",
    "begun": "진행 중",
    "done": "완료",
    "late": "늦음",
    "pass": "통과",
    "fail": "실패",
    "error": "오류",
    "missing": "설치 안 됨",
    "absent": "없음",
    "True": "예",
    "False": "아니요",
    "folder": "폴더",
    "id": "연습 문제",
    "chapter": "장",
    "kind": "종류",
    "status": "상태",
    "tries": "시도",
    "hints": "힌트",
    "looked": "풀이를 봄",
    "seconds": "걸린 시간(초)",
    "points": "점수",
    "of": "만점",
    "failed": "실패한 검사",
}


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)


def word(text: str, language: str) -> str:
    """Return a word of a list or of a report in a language; what is not such a word stays."""
    return text if language == LANGUAGES[0] else WORDS.get(text, text)


def refused(key: str, /, **values: object) -> Mistake:
    """Return an error of the command line."""
    return Mistake(*(text.format(**values) for text in REFUSED[key]))


def what(word: str, language: str, got: str) -> str:
    """Return the sentence for the word of a failure."""
    return WHAT[word][LANGUAGES.index(language)].replace("{got}", got or "-")
