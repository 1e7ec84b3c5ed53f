#!/usr/bin/env python3
"""Writes the inputs of the golden vectors: grid, boundaries and lengths. Same bytes on every run.

    python3 make_inputs.py OUTPUT_FOLDER

The measurements come from WHO's published tables under data/growth/who-2006: the value that stands at a given score
at a given age, rounded as a scale or board shows it. What those inputs score is not decided here.
"""
import csv
import pathlib
import sys

TABLES = pathlib.Path(__file__).resolve().parents[3] / "data/growth/who-2006"
HEADER = "sex,age,is_age_in_month,weight,lenhei,measure,headc,armc,triskin,subskin,oedema".split(",")


def table(name):
    rows = {}
    with open(TABLES / f"{name}.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            x = row.get("age_days") or row.get("length_cm") or row.get("height_cm")
            rows[row["sex"], round(float(x) * 10)] = tuple(float(row[k]) for k in "lms")
    return rows


LENGTH, WEIGHT, HEAD = table("length_height_for_age"), table("weight_for_age"), table("head_circumference_for_age")
ARM, TRICEPS = table("arm_circumference_for_age"), table("triceps_skinfold_for_age")
SUBSCAPULAR = table("subscapular_skinfold_for_age")
BY_LENGTH, BY_HEIGHT = table("weight_for_length"), table("weight_for_height")


def value(lms, z):
    """What stands at z; beyond 3 on the straight line, so that far scores stay within reach."""
    curve = lambda k: lms[1] * (1 + lms[0] * lms[2] * k) ** (1 / lms[0])
    if z > 3:
        return curve(3) + (z - 3) * (curve(3) - curve(2))
    if z < -3:
        return max(0.1, curve(-3) + (z + 3) * (curve(-2) - curve(-3)))
    return curve(z)


def at_age(rows, sex, day, z, places):
    lms = rows.get((sex, max(0, min(1826, day)) * 10)) or rows[sex, 910]
    return f"{value(lms, z):.{places}f}"


def child(sex, day, z, age, in_months=False, measure="", oedema="n", length=None, weight=None):
    return [
        sex, age, "TRUE" if in_months else "FALSE",
        weight or at_age(WEIGHT, sex, day, z, 2), length or at_age(LENGTH, sex, day, z, 1), measure,
        at_age(HEAD, sex, day, z, 1), at_age(ARM, sex, day, z, 1), at_age(TRICEPS, sex, day, z, 1),
        at_age(SUBSCAPULAR, sex, day, z, 1), oedema,
    ]


def grid():
    """Two sexes, days across the standard, scores from far below to far above, lying and standing."""
    days = [0, 1, 14, 30, 61, 90, 91, 120, 182, 273, 274, 365, 456, 548, 639, 730, 731, 822, 913, 1095, 1278, 1461, 1643, 1826]
    scores = [-7, -6, -5.1, -5, -4, -3.1, -3, -2.9, -2, -1, 0, 1, 2, 2.9, 3, 3.1, 4, 5, 5.1, 6, 7]
    for sex in "mf":
        for day in days:
            for z in scores:
                for measure in "lh":
                    yield child(sex, day, z, str(day), measure=measure)


def boundaries():
    """Both sides of every limit of age, posture, oedema and what may be missing."""
    days = """0 0.49 0.5 1 90 90.49 90.5 91 273 273.9 273.937 273.9375 273.938 274 729.5 730 730.4 730.49 730.4999 730.5
        730.51 731 731.49 1825.5 1826 1826.2 1826.249 1826.25 1826.26 1826.49 1826.5 1827 1856 1857 2500""".split()
    months = """0 0.5 2.97 2.9733 2.974 3 8.99 8.9999999 9 9.0000001 23.98 23.9999 24 24.0001 24.02 59.98 59.999
        59.9999999 60 60.0001 72""".split()
    for sex in "mf":
        for ages, in_months in ((days, False), (months, True)):
            for age in ages:
                day = int(float(age) * (30.4375 if in_months else 1) + 0.5)
                for measure in ("l", "h", ""):
                    for z, oedema in ((-1.3, "n"), (3.6, "n"), (-3.4, "y")):
                        yield child(sex, day, z, age, in_months, measure, oedema)
        # Codes in either case, and what is missing.
        for age, sexes, measures, swollen in (
            ("400", ["m", "M", "1", "f", "F", "2", ""], ["l", "L", "h", "H", ""], ["n", "N", "2", "y", "Y", "1", ""]),
            ("", ["m", "F", ""], ["l", "h", ""], ["n", "y", ""]),
        ):
            for code in sexes:
                for measure in measures:
                    for oedema in swollen:
                        row = child(sex, 400, 0.4, age, False, measure, oedema)
                        yield [code] + row[1:]
        # One measurement alone, one measurement lacking.
        whole = child(sex, 1000, -1, "1000", False, "h")
        for column in range(3, 10):
            if column != 5:
                yield [cell if at in (0, 1, 2, 5, 10, column) else "" for at, cell in enumerate(whole)]
                yield [cell if at != column else "" for at, cell in enumerate(whole)]


def lengths():
    """Weight for length and height: table ends after the 0.7 cm, tenths, between tenths, with and without an age."""
    ends = """44.2 44.29 44.3 44.31 44.9 44.99 44.999999 45 45.000001 45.05 64.9 64.99 65 65.01 65.6 65.69 65.7 65.71 86.2 86.3
        86.9 86.99 86.999999 87 87.01 102.4 103.1 109.2 109.29 109.3 109.31 109.9 109.95 110 110.01 110.6 110.7 110.71
        119.9 119.99 120 120.01 120.6 120.69 120.7 120.71 120.8""".split()
    between = [f"{cm / 100:.2f}" for cm in range(4600, 11950, 137)] + [f"{cm / 10:.1f}" for cm in range(460, 1195, 9)]
    for sex in "mf":
        for length in ends + between:
            for age in ("", "300", "730", "731", "1500"):
                for measure in ("l", "h", ""):
                    if length in between and (age in ("730", "731") or (age and not measure)):
                        continue
                    cm = round(float(length) * 10)
                    lms = BY_LENGTH.get((sex, cm)) or BY_HEIGHT.get((sex, cm)) or BY_LENGTH[sex, 450 if cm < 450 else 1100]
                    # Each length another score, in steps that do not repeat with the lengths.
                    z = (cm * 7 + len(measure) * 13 + len(age) * 5) % 83 / 10 - 4.1
                    yield [sex, age, "FALSE", f"{value(lms, z):.2f}", length, measure, "", "", "", "", "n"]


def refused():
    """Weights and lengths that are none: WHO's package computes with them, we do not."""
    for sex in "mf":
        for age, measure in (("400", "l"), ("1500", "h"), ("", "h")):
            for weight, length in (("0", "80.5"), ("-9.6", "80.5"), ("9.6", "0"), ("9.6", "-80.5"), ("0", "0")):
                yield child(sex, 400, 0.3, age, False, measure, length=length, weight=weight)


def main():
    folder = pathlib.Path(sys.argv[1])
    for made in (grid, boundaries, lengths, refused):
        with open(folder / f"{made.__name__}.csv", "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(HEADER)
            out.writerows(made())


main()
