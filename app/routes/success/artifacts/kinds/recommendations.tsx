import { withKeys } from "#app/domain/artifacts/rules/keys.ts";
import { type Recommendations, SUGGESTED_BY } from "#app/domain/artifacts/rules/recommendations.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { WithDays } from "#app/ui/signs/day.tsx";
import { dayOf } from "../../renewal-day.tsx";
import { TaskOf, TaskState } from "../task-of.tsx";
import { useRows } from "./more-rows.tsx";
import { type FieldsProps, type KindView, rowsIn, textIn, type ViewProps } from "./view.ts";

function View({ content, artifact, mayWork }: ViewProps<Recommendations>) {
	const { lines, by, note } = content;
	const again = `/success/recommendations/new?account=${artifact.accountId}&artifact=${artifact.id}`;
	return (
		<>
			{(lines.length > 0 || note !== "") && <p className="muted artifact-lead">{note || SUGGESTED_BY[by]}</p>}
			{lines.length === 0 && note === "" && <p className="muted">Nothing is suggested yet.</p>}
			{lines.length > 0 && <Lines {...{ lines, artifact, mayWork }} />}
			{mayWork && artifact.accountId && (
				<p className="artifact-from">
					<ButtonLink to={again}>{lines.length > 0 ? "Suggest anew" : "Suggest what to do"}</ButtonLink>
				</p>
			)}
		</>
	);
}

function Lines({
	lines,
	artifact,
	mayWork,
}: Omit<ViewProps<unknown>, "content" | "members"> & Pick<Recommendations, "lines">) {
	return (
		<table className="table artifact-terms">
			<thead>
				<tr>
					<th scope="col">What to do</th>
					<th scope="col">Why</th>
					<th scope="col">By</th>
					<th scope="col">Task</th>
				</tr>
			</thead>
			<tbody>
				{lines.map(({ key, title, reason, facts, dueOn }) => (
					<tr key={key}>
						<th scope="row">{title}</th>
						<td data-label="Why">
							<WithDays text={reason} />
							{facts.map((fact) => (
								<div key={fact} className="muted">
									<WithDays text={fact} />
								</div>
							))}
						</td>
						<td data-label="By">{dayOf(dueOn) ?? "No day"}</td>
						<td data-label="Task">
							{mayWork ? (
								<TaskOf item={key} title={title} artifact={artifact} />
							) : (
								<TaskState task={artifact.tasks.find(({ item }) => item === key)} />
							)}
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Fields({ values, errors, blank }: FieldsProps) {
	const names = ["key", "title", "reason", "dueOn"];
	const { all, button } = useRows({ rows: rowsIn(values, "lines"), blank, most: 50, names });
	return (
		<>
			<input type="hidden" name="content.by" value={textIn(values, "by")} />
			<input type="hidden" name="content.note" value={textIn(values, "note")} />
			<p className="field-help">Empty what is to be done to remove a line.</p>
			{all.map((row, at) => {
				const field = (part: string) => `content.lines[${at}].${part}`;
				const of = `of line ${at + 1}`;
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines have places in the form
					<Fieldset key={at} legend={textIn(row, "title") || "Another line"}>
						<input type="hidden" name={field("key")} value={textIn(row, "key")} />
						<input type="hidden" name={field("facts")} value={textIn(row, "facts")} />
						<TextInput
							label="What to do"
							errors={errors[field("title")]}
							inputProps={{
								...{ name: field("title"), maxLength: 200, defaultValue: textIn(row, "title") },
								"aria-label": `What to do ${of}`,
							}}
						/>
						<TextArea
							label="Why"
							optional
							errors={errors[field("reason")]}
							inputProps={{
								...{ name: field("reason"), rows: 2, maxLength: 1_000, defaultValue: textIn(row, "reason") },
								"aria-label": `Why ${of}`,
							}}
						/>
						<TextInput
							label="By"
							optional
							errors={errors[field("dueOn")]}
							inputProps={{
								...{ name: field("dueOn"), type: "date", defaultValue: textIn(row, "dueOn") },
								"aria-label": `By when ${of}`,
							}}
						/>
					</Fieldset>
				);
			})}
			{button}
		</>
	);
}

export const recommendationsView: KindView<Recommendations> = {
	View,
	Fields,
	write: ({ by, note, lines }) => ({
		...{ by, note },
		lines: lines.map(({ dueOn, facts, ...line }) => ({ ...line, dueOn: dueOn ?? "", facts: facts.join("\n") })),
	}),
	read(values) {
		const lines = rowsIn(values, "lines").filter((row) => textIn(row, "title").trim() !== "");
		return {
			by: textIn(values, "by") || "member",
			note: textIn(values, "note"),
			lines: withKeys(lines.map((row) => ({ ...row, key: textIn(row, "key") }))).map((row) => ({
				...{ key: row.key, title: textIn(row, "title"), reason: textIn(row, "reason") },
				dueOn: textIn(row, "dueOn") || null,
				facts: textIn(row, "facts").split(/\r?\n/).filter(Boolean),
			})),
		};
	},
};
