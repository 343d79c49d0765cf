import type { ScoreChange } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { KEPT_SCORES, type KeptScore, SCORE_LABELS } from "#app/domain/success/intelligence/schema.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { Time } from "#app/ui/signs/time.tsx";

type Props = { changes: readonly ScoreChange[]; currency: string };

/** Each score's history: a line over time, and the table beside it (SUCCESS-1). */
export function ScoreHistory({ changes, currency }: Props) {
	const byScore = Map.groupBy(changes, ({ score }) => score);
	const known = KEPT_SCORES.filter((score) => byScore.has(score));
	return (
		<Section title="How it was before">
			{known.length === 0 && <p className="muted">Every change of a score is kept from now on, and shown here.</p>}
			{known.map((score) => (
				<OneScore key={score} score={score} changes={byScore.get(score)!} currency={currency} />
			))}
		</Section>
	);
}

function OneScore({ score, changes, currency }: Props & { score: KeptScore }) {
	const say = (value: number | null) =>
		value === null ? "none" : score === "arrCents" ? formatMoney(value, currency, true) : value.toLocaleString("en-US");
	const last = changes.at(-1)!;
	return (
		<div className="score-history">
			<h3>
				{SCORE_LABELS[score]}: {say(last.value)}
			</h3>
			{changes.length > 1 && <Line score={score} changes={changes} />}
			<details>
				<summary>{changes.length === 1 ? "1 value" : `${changes.length} values`}</summary>
				<table className="score-reasons">
					<thead>
						<tr>
							<th scope="col">When</th>
							<th scope="col">Who</th>
							<th scope="col" className="end">
								Value
							</th>
						</tr>
					</thead>
					<tbody>
						{changes.toReversed().map(({ value, by, source, at }) => (
							<tr key={at + value}>
								<th scope="row">
									<Time at={at} as="exact" />
								</th>
								<th scope="row">
									{by}
									{source !== "member" && `, by ${source}`}
								</th>
								<td>{say(value)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</details>
		</div>
	);
}

const [WIDTH, HEIGHT, PAD] = [480, 72, 6];

/** Steps rather than slopes: a value holds until the next one. From zero; scores up to a hundred. */
function Line({ score, changes }: Pick<Props, "changes"> & { score: KeptScore }) {
	const points = changes.filter(({ value }) => value !== null);
	if (points.length < 2) return null;
	const times = points.map(({ at }) => Date.parse(at));
	const [from, to] = [times[0]!, Math.max(times.at(-1)!, times[0]! + 1)];
	const isOf100 = score === "health" || score === "risk" || score === "opportunity";
	const most = isOf100 ? 100 : Math.max(1, ...points.map(({ value }) => value!));
	const x = (time: number) => PAD + ((time - from) / (to - from)) * (WIDTH - 2 * PAD);
	const y = (value: number) => HEIGHT - PAD - (value / most) * (HEIGHT - 2 * PAD);
	const path = points
		.map(({ value }, index) => (index === 0 ? `M${x(times[0]!)} ${y(value!)}` : `H${x(times[index]!)}V${y(value!)}`))
		.join("");
	return (
		<svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${SCORE_LABELS[score]} over time, table below`}>
			<line x1={PAD} x2={WIDTH - PAD} y1={HEIGHT - PAD} y2={HEIGHT - PAD} className="score-axis" />
			<path d={path} className="score-line" />
			{points.map(({ value, at }, index) => (
				<circle key={`${at} ${value}`} cx={x(times[index]!)} cy={y(value!)} r={2.5} className="score-dot" />
			))}
		</svg>
	);
}
