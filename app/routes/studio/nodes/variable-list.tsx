import type { Variable } from "#app/domain/workflows/drawing/variables.ts";

/** What expressions can read at this step, where each comes from, and what it is on sample data. */
export function VariableList({ variables }: { variables: readonly Variable[] }) {
	const sources = [...new Set(variables.map(({ from }) => from))];
	return (
		<details className="flow-more">
			<summary>What expressions can read here</summary>
			<p className="muted">
				In texts between double braces, such as {"{{ trigger.subject.id }}"}; in conditions without them. The values are
				samples.
			</p>
			<dl className="flow-variables">
				{sources.map((source) => (
					<div key={source}>
						<dt>{source}</dt>
						{variables
							.filter(({ from }) => from === source)
							.map(({ expression, sample }) => (
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
