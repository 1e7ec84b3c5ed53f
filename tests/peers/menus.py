"""Menus of one day beside a plain solver: the same problems on the same portion grid, as mixed-integer programs.

`menus.py PROBLEMS [SECONDS]`: PROBLEMS is what the ignored test `menu::build::export` writes; HiGHS (PyPI `highspy`) has one
thread and SECONDS for each. HiGHS is spared one rule that is no linear row (ceilings over food that is partly unknown), so that
its optimum is a bound of ours, and equal where that rule does not bind.
"""

import json
import statistics
import sys
import time

import highspy

INF = highspy.kHighsInf


def program(problem):
    """The mixed-integer program of a problem."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    costs, uppers, whole, rows = [], [], [], []

    def variable(cost=0.0, upper=INF, integer=False):
        costs.append(cost)
        uppers.append(upper)
        whole.append(integer)
        return len(costs) - 1

    def constrain(low, high, terms):
        rows.append((low, high, {index: value for index, value in terms.items() if value}))

    served = []  # variable, candidate, servings, meal
    main_meals, snacks = {}, {}
    for sitting in problem["sittings"]:
        layouts = [variable(upper=1, integer=True) for _ in sitting["layouts"]]
        constrain(1, 1, {one: 1 for one in layouts})
        lists = {seat[0] for layout in sitting["layouts"] for seat in layout["seats"]}
        for name in lists:
            terms = {}
            for candidate in problem["lists"][name]:
                for servings in problem["candidates"][candidate]["portions"]:
                    one = variable(upper=2, integer=True)
                    served.append((one, candidate, servings, sitting["meal"]))
                    terms[one] = 1
            most, fewest = dict(terms), dict(terms)
            for layout, chosen in zip(sitting["layouts"], layouts):
                of_list = [required for seat, required in layout["seats"] if seat == name]
                most[chosen] = -len(of_list)
                fewest[chosen] = -sum(of_list)
            constrain(-INF, 0, most)
            constrain(0, INF, fewest)
        for layout, chosen in zip(sitting["layouts"], layouts):
            if not layout["feed"]:
                (main_meals if problem["main"][sitting["meal"]] else snacks)[chosen] = 1
    if problem["feeding"]:
        constrain(-INF, problem["feeding"][0], main_meals)
        constrain(-INF, problem["feeding"][1], snacks)

    def total(at):
        terms = {}
        for one, candidate, servings, _ in served:
            terms[one] = problem["candidates"][candidate]["column"][at] * servings
        return terms

    worst = variable(problem["weights"]["worst"])
    for at, row in enumerate(problem["rows"]):
        if row["tier"] == "better":
            continue
        terms = total(at)
        if row["tier"] == "goal":
            miss = variable(row["weight"])
            terms[miss] = 1
            if row["micro"]:
                constrain(0, INF, {worst: 1, miss: -1})
            iron = problem["iron"]
            if iron and iron["row"] == at:
                # The higher need holds unless meat or vitamin C pass their limits: its miss is a share of itself.
                classes = [variable(upper=1, integer=True) for _ in range(2)]
                for chosen, limit, column in zip(classes, iron["limits"], iron["columns"]):
                    constrain(0, INF, total(column) | {chosen: -limit})
                stricter = total(at) | {miss: iron["more"]} | {chosen: iron["more"] for chosen in classes}
                constrain(iron["more"], INF, stricter)
        constrain(row["from"], INF, terms)
    groups = problem["groups"]
    if groups:
        reached = []
        for column in groups["columns"]:
            one = variable(upper=1, integer=True)
            constrain(0, INF, total(column) | {one: -groups["minimum"]})
            reached.append(one)
        miss = variable(groups["weight"])
        constrain(groups["count"], INF, {one: 1 for one in reached} | {miss: groups["count"]})
        constrain(0, INF, {worst: 1, miss: -1})
    energy = total(problem["whole_energy"])
    meal_of = {one: meal for one, _, _, meal in served}
    for meal, band in enumerate(problem["bands"]):
        if not band:
            continue
        miss = variable(problem["weights"]["meal"])
        for share, sign in ((band[0], 1), (band[1], -1)):
            terms = {
                one: sign * ((meal_of[one] == meal) - share) * kcal / problem["energy"] for one, kcal in energy.items()
            }
            constrain(0, INF, terms | {miss: 1})
    if problem["budget"]:
        over = variable(problem["weights"]["budget"])
        terms = {one: problem["candidates"][candidate]["cost"] * servings / problem["budget"]
                 for one, candidate, servings, _ in served}
        constrain(-INF, 1, terms | {over: -1})

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(costs), len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, [0.0] * len(costs), uppers
    lp.integrality_ = [highspy.HighsVarType.kInteger if one else highspy.HighsVarType.kContinuous for one in whole]
    lp.row_lower_, lp.row_upper_ = [row[0] for row in rows], [row[1] for row in rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    start, index, value = [0], [], []
    for _, _, terms in rows:
        index.extend(terms.keys())
        value.extend(terms.values())
        start.append(len(index))
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    h.passModel(lp)
    return h, sum(whole)


def main():
    file, limit = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    print("| problem | whole variables | ours: objective | our bound | seconds | HiGHS: objective | its bound | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    gaps, ours_seconds, their_seconds, solved, better, equal = [], [], [], 0, 0, 0
    for line in open(file, encoding="utf-8"):
        problem = json.loads(line)
        h, whole = program(problem)
        h.setOptionValue("time_limit", limit)
        h.setOptionValue("threads", 1)
        h.setOptionValue("mip_rel_gap", 1e-6)
        h.setOptionValue("mip_abs_gap", 1e-6)
        started = time.perf_counter()
        h.run()
        seconds = time.perf_counter() - started
        info = h.getInfo()
        theirs, bound = info.objective_function_value, info.mip_dual_bound
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        proven = h.getModelStatus() == highspy.HighsModelStatus.kOptimal
        ours = problem["ours"]
        assert not proven or ours["objective"] >= theirs - 1e-4, f"{problem['name']}: ours lies under a proven optimum"
        solved += proven
        if found and abs(ours["objective"] - theirs) <= 1e-4:
            equal += 1
        elif not found or ours["objective"] < theirs:
            better += 1
        gaps.append((ours["objective"] - max(bound, ours["bound"])) / ours["objective"] if ours["objective"] > 0 else 0.0)
        ours_seconds.append(ours["seconds"])
        their_seconds.append(seconds)
        print(f"| {problem['name']} | {whole} | {ours['objective']:.4f} | {ours['bound']:.4f} | {ours['seconds']:.2f} | "
              f"{f'{theirs:.4f}' if found else 'none'} | {bound:.4f} | {seconds:.1f}{'' if proven else ' (stopped)'} |", flush=True)
    count = len(gaps)
    print(f"\n{count} problems, {limit:.0f} s each, one thread. HiGHS proved {solved}. Ours equal in {equal}, better in {better}, "
          f"worse in {count - equal - better}.")
    print(f"Median seconds: ours {statistics.median(ours_seconds):.2f}, HiGHS {statistics.median(their_seconds):.1f}. "
          f"Our gap to the better bound: mean {100 * statistics.mean(gaps):.2f} %, largest {100 * max(gaps):.2f} %.")


if __name__ == "__main__":
    main()
