import type { Variable } from "#app/domain/workflows/drawing/variables.ts";

/** What expressions can read at this step, where each comes from, and what it is on sample data. */
export function VariableList({ variables }: { variables: readonly Variable[] }) {
	const groups = [...Map.groupBy(variables, ({ from }) => from)];
	return (
		<details className="flow-more">
			<summary>What expressions can read here</summary>
			<p className="muted">
				In texts between double braces, such as {"{{ trigger.subject.id }}"}; in conditions without them. The values are
				samples.
			</p>
			<dl className="flow-variables">
				{groups.map(([from, list]) => (
					<div key={from}>
						<dt>{from}</dt>
						{list.map(({ expression, sample }) => (
							<dd key={expression}>
								<code>{expression}</code> <span className="muted">{sample}</span>
							</dd>
						))}
					</div>
				))}
			</dl>
		</details>
	);
}
