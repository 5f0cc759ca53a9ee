"""The same roll-up with data frames, in floating point: neither divides decimals exactly."""

from pathlib import Path

import pandas as pd
import polars as pl

KEYS = ["periode", "indikator"]
OF_INDICATOR = ["aturan_unit", "polaritas", "rumus", "faktor"]
AREAS = {"agency": ["perangkat_daerah"], "province": ["provinsi"], "nation": []}
PLACES = ((91, 0), (76, 1), (66, 2), (51, 3))


def polars_all(path: Path, folder: Path) -> None:
    """Units as they stream by, then the sums of regencies, added up further."""
    facts = pl.scan_parquet(path)
    value = pl.col("nilai").cast(pl.Float64)
    units = facts.with_columns(
        lacking=pl.when(pl.col("status") == "belum_diukur")
        .then(pl.lit("not_due"))
        .when(pl.col("status") == "tidak_menyampaikan")
        .then(pl.lit("nothing_delivered"))
        .when(pl.col("status") == "kosong")
        .then(pl.lit("realization_missing")),
        r=pl.when(pl.col("pembilang").is_not_null())
        .then(pl.col("pembilang") / pl.col("penyebut") * pl.col("faktor"))
        .otherwise(value),
        low=pl.col("target").cast(pl.Float64),
        high=pl.col("target_atas").cast(pl.Float64),
    )
    _polars_judged(units, ["unit"]).sink_parquet(folder / "unit.parquet")
    due = pl.col("status") != "belum_diukur"
    sums = (
        facts.group_by("provinsi", "perangkat_daerah", *KEYS)
        .agg(
            *(pl.col(name).first() for name in OF_INDICATOR),
            due=due.sum(),
            given=(pl.col("status") == "ada").sum(),
            missing=(pl.col("status") == "kosong").sum(),
            n=pl.col("pembilang").sum(),
            d=pl.col("penyebut").sum(),
            v=value.sum(),
            t=pl.col("target").cast(pl.Float64).filter(due).sum(),
            low=pl.col("target").cast(pl.Float64).min(),
            high=pl.col("target_atas").cast(pl.Float64).min(),
        )
        .collect(engine="streaming")
        .lazy()
    )
    for level, area in AREAS.items():
        added = sums.group_by(*area, *KEYS).agg(
            *(pl.col(name).first() for name in OF_INDICATOR),
            *(pl.col(name).sum() for name in ("due", "given", "missing", "n", "d", "v", "t")),
            *(pl.col(name).min() for name in ("low", "high")),
        )
        _polars_judged(_polars_lines(added), area).sink_parquet(folder / f"{level}.parquet")


def _polars_lines(sums: pl.LazyFrame) -> pl.LazyFrame:
    return sums.with_columns(
        lacking=pl.when(pl.col("due") == 0)
        .then(pl.lit("not_due"))
        .when(pl.col("missing") > 0)
        .then(pl.lit("unit_missing"))
        .when(pl.col("given") == 0)
        .then(pl.lit("nothing_delivered")),
        r=pl.when(pl.col("aturan_unit") == "sum_ratio")
        .then(pl.col("n") / pl.col("d") * pl.col("faktor"))
        .when(pl.col("aturan_unit") == "mean")
        .then(pl.col("v") / pl.col("given"))
        .otherwise(pl.col("v")),
        low=pl.when(pl.col("aturan_unit") == "sum").then(pl.col("t")).otherwise(pl.col("low")),
    )


def _polars_judged(lines: pl.LazyFrame, area: list[str]) -> pl.LazyFrame:
    r, low, high = pl.col("r"), pl.col("low"), pl.col("high")
    inside = high.is_not_null() & r.is_between(low, high)
    t = pl.when(high.is_not_null() & (r > high)).then(high).otherwise(low)
    share = (
        pl.when(inside | ((t == 0) & (r == 0)))
        .then(1.0)
        .when(t == 0)
        .then(0.0)
        .when(pl.col("rumus") == "negatif_t_r")
        .then(t / r)
        .when(pl.col("polaritas") == "negatif")
        .then((2 * t - r) / t)
        .when(pl.col("polaritas") == "tepat")
        .then(1 - (r - t).abs() / t)
        .otherwise(r / t)
    )
    reason = (
        pl.when(pl.col("lacking").is_not_null())
        .then(pl.col("lacking"))
        .when(inside)
        .then(None)
        .when((t == 0) & (pl.col("polaritas") == "positif"))
        .then(pl.lit("target_zero"))
        .when((t != 0) & (pl.col("rumus") == "negatif_t_r") & (r == 0))
        .then(pl.lit("formula_undefined_at_zero"))
    )
    judged = lines.with_columns(reason=reason, share=share).with_columns(
        share=pl.when(pl.col("reason").is_null()).then(pl.col("share"))
    )
    percent = pl.col("share") * 100
    place = pl.when(percent.is_null()).then(None)
    for bound, number in PLACES:
        place = place.when(percent >= bound).then(number)
    return judged.select(
        *area,
        *KEYS,
        "reason",
        raw=percent.round(10),
        short=percent.round(2),
        place=place.otherwise(4),
    )


def pandas_all(path: Path, folder: Path) -> None:
    """All rows in memory, column by column."""
    facts = pd.read_parquet(path, dtype_backend="pyarrow")
    for name in ("nilai", "target", "target_atas"):
        facts[name] = facts[name].astype("float64[pyarrow]")
    status = facts["status"]
    facts["lacking"] = status.map(
        {
            "belum_diukur": "not_due",
            "tidak_menyampaikan": "nothing_delivered",
            "kosong": "realization_missing",
        }
    )
    quotient = facts["pembilang"] / facts["penyebut"] * facts["faktor"]
    facts["r"] = quotient.fillna(facts["nilai"])
    _pandas_judged(facts, facts["target"], ["unit"]).to_parquet(folder / "unit.parquet")
    due = status != "belum_diukur"
    facts["due"], facts["given"] = due.astype("int64"), (status == "ada").astype("int64")
    facts["missing"] = (status == "kosong").astype("int64")
    facts["t"] = facts["target"].where(due, 0.0)
    how = dict.fromkeys(OF_INDICATOR, "first") | dict.fromkeys(
        ("due", "given", "missing", "pembilang", "penyebut", "nilai", "t"), "sum"
    )
    how |= dict.fromkeys(("target", "target_atas"), "min")
    sums = facts.groupby(["provinsi", "perangkat_daerah", *KEYS], as_index=False).agg(how)
    for level, area in AREAS.items():
        added = sums.groupby([*area, *KEYS], as_index=False).agg(how)
        lines, target = _pandas_lines(added)
        _pandas_judged(lines, target, area).to_parquet(folder / f"{level}.parquet")


def _pandas_lines(added: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    rule = added["aturan_unit"]
    lacking = pd.Series(None, index=added.index, dtype="object")
    lacking = lacking.mask(added["given"] == 0, "nothing_delivered")
    lacking = lacking.mask(added["missing"] > 0, "unit_missing")
    added["lacking"] = lacking.mask(added["due"] == 0, "not_due")
    value = added["nilai"].where(rule != "mean", added["nilai"] / added["given"])
    quotient = added["pembilang"] / added["penyebut"] * added["faktor"]
    added["r"] = value.where(rule != "sum_ratio", quotient)
    return added, added["target"].where(rule != "sum", added["t"])


def _pandas_judged(lines: pd.DataFrame, low: pd.Series, area: list[str]) -> pd.DataFrame:
    r, high = lines["r"], lines["target_atas"]
    polarity, is_turned = lines["polaritas"], lines["rumus"] == "negatif_t_r"
    inside = (high.notna() & (r >= low) & (r <= high)).fillna(False)  # noqa: FBT003
    t = low.where(~(high.notna() & (r > high)).fillna(False), high)  # noqa: FBT003
    share = (r / t).mask(polarity == "tepat", 1 - (r - t).abs() / t)
    share = share.mask(polarity == "negatif", (2 * t - r) / t).mask(is_turned, t / r)
    share = share.mask(t == 0, 0.0).mask(inside | ((t == 0) & (r == 0)), 1.0)
    reason = lines["lacking"].astype("object")
    open_ = reason.isna() & ~inside
    reason = reason.mask(open_ & (t == 0) & (polarity == "positif"), "target_zero")
    reason = reason.mask(open_ & (t != 0) & is_turned & (r == 0), "formula_undefined_at_zero")
    percent = (share * 100).where(reason.isna())
    place = pd.Series(4, index=lines.index)
    for bound, number in reversed(PLACES):
        place = place.mask((percent >= bound).fillna(False), number)  # noqa: FBT003
    return lines[[*area, *KEYS]].assign(
        reason=reason, raw=percent.round(10), short=percent.round(2), place=place
    )
