import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { FACT_NAMES, type FactName, SCORE_FACTS, type Weight } from "#app/domain/crm/scores/rules.ts";
import { saveWeights } from "#app/domain/crm/scores/save-weights.ts";
import { WeightsForm } from "#app/domain/crm/scores/schema.ts";
import { getScoring, type Preview, previewWeights } from "#app/domain/crm/scores/scoring-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { listedErrors } from "./listed-errors.ts";

export const meta = () => [{ title: "Scoring · Perigee" }];

/** With `preview` the address holds weights to be tried: they are shown and counted, and nothing is changed. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "scoring.edit", async (ctx) => {
		const kept = await getScoring(ctx);
		const query = new URL(args.request.url).searchParams;
		if (!query.has("preview")) return { ...kept, tried: null, preview: null, errors: {} };
		const tried = parseWithZod(query, { schema: WeightsForm });
		if (tried.status !== "success") return { ...kept, tried: null, preview: null, errors: listedErrors(tried.error) };
		return { ...kept, tried: tried.value, preview: await previewWeights(ctx, tried.value), errors: {} };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "scoring.edit", schema: WeightsForm }, async (ctx, input) => {
		const { changed } = await saveWeights(ctx, input);
		const flash = changed ? "Saved. Every score is computed again in the background." : "Nothing was changed.";
		return { to: "/settings/scoring", flash };
	});

export default function Scoring() {
	const { weights, version, tried, preview, errors } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = (reply?.result.initialValue ?? {}) as { base?: string; facts?: Record<string, Record<string, string>> };
	const shown = tried ?? weights;
	const all = { ...errors, ...listedErrors(reply?.result.error) };
	const ids = Object.fromEntries(Object.keys(all).map((name) => [name, `field-${name}`]));
	return (
		<Page title="Scoring" crumbs={[{ label: "Settings", href: "/settings" }]} width="narrow">
			<ErrorSummary allErrors={all} ids={ids} />
			<p>
				A contact's score, 0 to 100, is what everybody begins with and the points of each fact. Look at what your
				weights would do before they hold.
			</p>
			{preview && <PreviewPart preview={preview} />}
			<Form method="post" discover="none" className="form" key={tried ? "tried" : `kept-${version}`}>
				<input type="hidden" name="version" value={version} />
				<TextInput
					label="What everybody begins with"
					inputProps={{
						name: "base",
						type: "number",
						min: 0,
						max: 100,
						defaultValue: typed.base ?? shown.base,
						required: true,
					}}
					errors={all.base}
				/>
				<table className="weights">
					<caption className="hidden-text">Facts and their weights</caption>
					<thead>
						<tr>
							<th scope="col">Fact</th>
							<th scope="col">Points</th>
							<th scope="col">For each</th>
							<th scope="col">At most</th>
						</tr>
					</thead>
					<tbody>
						{FACT_NAMES.map((name) => (
							<FactRow
								key={name}
								name={name}
								weight={{ ...shown.facts[name], ...typed.facts?.[name] } as Weight}
								errors={all}
							/>
						))}
					</tbody>
				</table>
				<FormActions>
					<SubmitButton tone={preview ? "plain" : "primary"} formMethod="get" name="preview" value="1">
						Preview weights
					</SubmitButton>
					<SubmitButton tone={preview ? "primary" : "plain"}>Save weights</SubmitButton>
					{tried && (
						<ButtonLink to="/settings/scoring" tone="quiet">
							Keep as it is
						</ButtonLink>
					)}
				</FormActions>
			</Form>
		</Page>
	);
}

const UNITS = { flag: "", count: "times", amount: "of value", days: "days" } as const;

type RowProps = { name: FactName; weight: Weight; errors: Readonly<Record<string, readonly string[]>> };

function FactRow({ name, weight, errors }: RowProps) {
	const { label, unit } = SCORE_FACTS[name];
	const input = (part: keyof Weight, words: string, bounds: { min: number; max: number }) => {
		const field = `facts.${name}.${part}`;
		return (
			<td data-label={words}>
				<input
					className="input"
					id={`field-${field}`}
					type="number"
					name={field}
					aria-label={`${label}: ${words.toLowerCase()}`}
					aria-invalid={errors[field] ? true : undefined}
					defaultValue={weight[part]}
					required
					{...bounds}
				/>
			</td>
		);
	};
	return (
		<tr>
			<th scope="row">
				{label} {UNITS[unit] && <span className="muted">({UNITS[unit]})</span>}
			</th>
			{input("points", "Points", { min: -100, max: 100 })}
			{unit === "flag" ? (
				<td data-label="For each">
					<input type="hidden" name={`facts.${name}.per`} value={1} />
					<span className="muted">yes</span>
				</td>
			) : (
				input("per", "For each", { min: 1, max: 1_000_000 })
			)}
			{input("most", "At most", { min: 0, max: 100 })}
		</tr>
	);
}

function PreviewPart({ preview }: { preview: Preview }) {
	const { total, same, up, down, large, average, isSample, examples } = preview;
	const moved = total - same;
	return (
		<Section title="What these weights would do">
			<Notice
				title={`${moved.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} contacts would get another score.`}
			>
				{moved > 0
					? `${up.toLocaleString("en-US")} up, ${down.toLocaleString("en-US")} down, by ${average} points on average; ${large.toLocaleString("en-US")} by 15 or more.`
					: "Nobody's score would change."}{" "}
				{isSample && "The newest 5,000 contacts stand for the others. "}
				Nothing is saved yet.
			</Notice>
			{examples.length > 0 && (
				<ul className="related">
					{examples.map(({ id, name, now, next }) => (
						<li key={id}>
							<a href={`/contacts/${id}`}>{name}</a>{" "}
							<span>
								{now} → {next}
							</span>
						</li>
					))}
				</ul>
			)}
		</Section>
	);
}
