"""A student's folder: the copies of the exercises, and the progress."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from wsgi_apps.tools.learn.exercise import EXERCISES, Exercise, exercises, named
from wsgi_apps.tools.learn.judging import Verdict, runs_here
from wsgi_apps.tools.learn.progress import free_name, read
from wsgi_apps.tools.learn.sentences import refused
from wsgi_apps.tools.processes import made_folder


class Student:
    """The folder of a student, and the exercises that there are."""

    def __init__(self, folder: Path, root: Path = EXERCISES, is_mine: bool = True) -> None:
        self.folder, self.root = folder, root
        self.every = exercises(root)
        self.progress = read(folder, is_mine)

    def chosen(self, name: str | None) -> Exercise:
        """Return the exercise of a name, or the one of now. Raises Mistake."""
        if name:
            return named(name, self.root)
        current = [one for one in self.every if one.id == self.progress.current]
        found = current[0] if current else self.next()
        if found is None:
            raise refused("no_open")
        return found

    def next(self, behind: Exercise | None = None) -> Exercise | None:
        """Return the first exercise that is not done, behind another one if there is one.

        An exercise that needs what is not installed comes after all others.
        """
        open_ones = [one for one in self.every if one.id not in self.progress.done]
        names = [one.id for one in self.every]
        later = [one for one in open_ones if behind and names.index(one.id) > names.index(behind.id)]
        return next(filter(runs_here, [*later, *open_ones]), next(iter(later or open_ones), None))

    def place(self, exercise: Exercise) -> Path:
        """Return the folder of the student's copy of an exercise."""
        return self.folder / exercise.place

    def files(self, exercise: Exercise) -> dict[str, bytes]:
        """Return the student's files of an exercise: all that are small, in its folder."""
        place = self.place(exercise)
        found = (one for one in sorted(place.rglob("*")) if one.is_file() and "__pycache__" not in one.parts)
        return {one.relative_to(place).as_posix(): one.read_bytes() for one in found if one.stat().st_size < 1 << 20}

    def begin(self, exercise: Exercise, keep: bool = False, again: bool = False) -> list[tuple[str, str]]:
        """Copy an exercise into the student's folder and make it the one of now; return the files that were kept aside.

        A copy that is there stays, unless ``again`` is true. The steps of a build share a folder: a new step comes over
        what is there, unless ``keep`` is true.
        """
        place, aside = made_folder(self.place(exercise)), []
        fresh = exercise.kind == "build" and not self.state(exercise) and not keep
        for name, text in exercise.start.items():
            file = place / name
            mine = name in exercise.files
            if mine and file.exists() and not again and not fresh:
                continue
            if mine and file.exists() and file.read_bytes() != text:
                kept = free_name(file)
                file.replace(kept)
                aside.append((name, kept.name))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        self.turn_to(exercise)
        return aside

    def turn_to(self, exercise: Exercise) -> None:
        """Make an exercise the one of now."""
        with self.progress.changing():
            self.progress.current = exercise.id
            self.progress.entry(exercise.id)

    def is_untouched(self, exercise: Exercise) -> bool:
        """Return whether the student has not changed an exercise yet."""
        mine = self.files(exercise)
        return all(mine.get(name) == exercise.start.get(name) for name in exercise.files)

    def note(self, exercise: Exercise, verdict: Verdict) -> None:
        """Note a try in the progress. A try that lacks an installed program does not count."""
        if not verdict.lacks:
            mine = {name: text for name, text in self.files(exercise).items() if name in exercise.files}
            self.progress.tried(exercise.id, verdict.status == "pass", mine, verdict.seed)

    def state(self, exercise: Exercise) -> str:
        """Return whether an exercise is done or begun."""
        if exercise.id in self.progress.done:
            return "done"
        return "begun" if exercise.id in self.progress.begun else ""

    def has_looked(self, exercise: Exercise) -> bool:
        """Return whether the solution is shown without a question: it was shown before, or the exercise is done."""
        return exercise.id in self.progress.done or bool(self.progress.begun.get(exercise.id, {}).get("looked"))

    def difference(self, exercise: Exercise, other: dict[str, bytes]) -> Iterator[str]:
        """Yield the lines that differ between other files and the student's."""
        mine = self.files(exercise)
        for name in exercise.files:
            before, after = (one.get(name, b"").decode("utf-8", "replace").splitlines() for one in (other, mine))
            yield from difflib.unified_diff(before, after, name, str(self.place(exercise) / name), lineterm="")
