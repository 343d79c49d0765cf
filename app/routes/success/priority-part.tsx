import { PART_LABELS, PART_NAMES } from "#app/domain/success/rules/definition.ts";
import type { PriorityPart } from "#app/domain/success/schema.ts";
import { points } from "./play-words.ts";

/** What a priority is made of, part by part, with the most that each can give: the arithmetic is on show (SUCCESS-3). */
export function PriorityTable({ priority, breakdown }: { priority: number; breakdown: Record<string, PriorityPart> }) {
	return (
		<table className="score-reasons" aria-label={`What the priority of ${points(priority)} is made of`}>
			<thead>
				<tr>
					<th scope="col">Part</th>
					<th scope="col" className="end">
						Points
					</th>
					<th scope="col" className="end">
						Of
					</th>
				</tr>
			</thead>
			<tbody>
				{PART_NAMES.filter((name) => breakdown[name]).map((name) => (
					<tr key={name}>
						<th scope="row">{PART_LABELS[name]}</th>
						<td className="end numbers">{points(breakdown[name]!.points)}</td>
						<td className="end numbers">{points(breakdown[name]!.of)}</td>
					</tr>
				))}
				<tr>
					<th scope="row">Priority</th>
					<td className="end numbers">
						<strong>{points(priority)}</strong>
					</td>
					<td className="end numbers">100.0</td>
				</tr>
			</tbody>
		</table>
	);
}
