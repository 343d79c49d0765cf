import { ASSESSED, type Assessment, SCORE_WORDS, workOutOverall } from "#app/domain/artifacts/rules/assessment.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { type FieldsProps, type KindView, type Posted, textIn, type ViewProps } from "./view.ts";

const wordOf = (score: number) => SCORE_WORDS[score - 1];

function View({ content }: ViewProps<Assessment>) {
	return (
		<>
			<OverallFigure content={content} />
			<Section title="In detail">
				<table className="table artifact-told">
					<thead>
						<tr>
							<th scope="col">What</th>
							<th scope="col">Score</th>
							<th scope="col">Why</th>
						</tr>
					</thead>
					<tbody>
						{ASSESSED.map(({ name, label }) => {
							const { score, note } = content[name];
							return (
								<tr key={name}>
									<th scope="row">{label}</th>
									<td data-label="Score">
										{score === null ? "Not assessed" : `${score} of 5, ${wordOf(score)?.toLowerCase()}`}
									</td>
									<td className="artifact-text" data-label="Why">
										{note || "–"}
									</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			</Section>
			{content.summary && (
				<Section title="Summary">
					<p className="artifact-text">{content.summary}</p>
				</Section>
			)}
		</>
	);
}

/** The overall figure with its arithmetic: what was counted, how often, and what came of it. */
function OverallFigure({ content }: { content: Assessment }) {
	const { tenths, parts, points, weights } = workOutOverall(content);
	if (tenths === null) return <p className="muted artifact-lead">Nothing is assessed yet.</p>;
	return (
		<Section title="Overall">
			<p className="artifact-figure">
				<strong>{(tenths / 10).toFixed(1)}</strong> of 5
			</p>
			<p className="muted artifact-lead">
				{parts.map(({ label, score, weight }) => `${label} ${score} × ${weight}`).join(" + ")} = {points}; {points} ÷{" "}
				{weights} = {(tenths / 10).toFixed(1)}, rounded to a tenth.
				{parts.length < ASSESSED.length && " What is not assessed does not count."}
			</p>
		</Section>
	);
}

function Fields({ values, errors }: FieldsProps) {
	const options = SCORE_WORDS.map((word, index) => ({ value: String(index + 1), label: `${index + 1}: ${word}` }));
	return (
		<>
			{ASSESSED.map(({ name, label, help }) => {
				const answer = values[name] as Posted | undefined;
				return (
					<Fieldset key={name} legend={label}>
						<Select
							label="Score"
							{...{ help, options }}
							empty="Not assessed"
							errors={errors[`content.${name}.score`]}
							inputProps={{
								name: `content.${name}.score`,
								defaultValue: textIn(answer, "score"),
								"aria-label": `${label}, score`,
							}}
						/>
						<TextArea
							label="Why"
							optional
							errors={errors[`content.${name}.note`]}
							inputProps={{
								...{ name: `content.${name}.note`, rows: 2, maxLength: 2_000 },
								...{ defaultValue: textIn(answer, "note"), "aria-label": `${label}, why` },
							}}
						/>
					</Fieldset>
				);
			})}
			<TextArea
				label="Summary"
				optional
				errors={errors["content.summary"]}
				inputProps={{ name: "content.summary", rows: 5, maxLength: 5_000, defaultValue: textIn(values, "summary") }}
			/>
		</>
	);
}

export const assessmentView: KindView<Assessment> = {
	View,
	Fields,
	write: (content) => ({
		...Object.fromEntries(
			ASSESSED.map(({ name }) => [name, { score: String(content[name].score ?? ""), note: content[name].note }]),
		),
		summary: content.summary,
	}),
	read: (values) => ({
		...Object.fromEntries(
			ASSESSED.map(({ name }) => {
				const answer = values[name] as Posted | undefined;
				const score = textIn(answer, "score");
				return [name, { score: score === "" ? null : Number(score), note: textIn(answer, "note") }];
			}),
		),
		summary: textIn(values, "summary"),
	}),
};
