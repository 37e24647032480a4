"""Make every fault at length, and write what came of it into ``docs/faults.md``: ``make faults``, about five minutes."""

import sys
import tempfile
from pathlib import Path

from tests.servers.faults.faults import FAULTS, LONG
from tests.servers.faults.page import page, versions
from tests.support.servers import ROOT


def main() -> int:
    findings = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, fault in enumerate(FAULTS):
            for variant, act in fault.variants.items():
                print(f"{fault.name}: {variant} ...", file=sys.stderr, flush=True)
                own = Path(folder, f"{number}-{len(findings)}")
                own.mkdir()
                findings[fault.name, variant] = finding = act(own, LONG)
                print(f"  {finding.figures}", file=sys.stderr, flush=True)
    (ROOT / "docs" / "faults.md").write_text(page(findings, versions()), encoding="utf-8")
    broken = [f"{' '.join(name)}: {sentence}" for name, one in findings.items() for sentence in one.broken]
    print("\n".join(broken) or "Every promise holds; docs/faults.md has the figures.")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
