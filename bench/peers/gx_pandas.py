"""Great Expectations over a pandas frame for every row rule, with complete lists of rows; pandas for the rest."""

from __future__ import annotations

import os
from typing import Any

from bench.peers.common import RULES, folders
from bench.peers.pandas_openpyxl import finish, rules, sent, typed


def main() -> None:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet

    workload, out = folders()
    frame = typed(sent(workload), workload)
    # As a user would: what no expectation says directly is made a column of true and false first.
    flags = pd.DataFrame({name: ~rule.fillna(False).astype(bool) for name, rule in rules(frame).items()})
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    expectations = [ExpectColumnValuesToBeInSet(column=rule, value_set=[True]) for rule in RULES]
    suite = context.suites.add(gx.ExpectationSuite(name="s", expectations=expectations))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="v", data=batch, suite=suite))
    result = definition.run(batch_parameters={"dataframe": flags}, result_format={"result_format": "COMPLETE"})
    found: dict[str, Any] = {rule: pd.Series(data=False, index=frame.index) for rule in RULES}
    for one in result.results:
        configuration: Any = one.expectation_config
        column = configuration.kwargs["column"]
        found[column].loc[list(one.result.get("unexpected_index_list") or [])] = True
    finish(frame, found, out)


if __name__ == "__main__":
    main()
