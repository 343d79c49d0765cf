import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { type AiUse, getAiUse } from "#app/domain/ai/ai-queries.ts";
import { changeBudget } from "#app/domain/ai/change-budget.ts";
import { AiBudget, dollarsOf } from "#app/domain/ai/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { listedErrors } from "./listed-errors.ts";

export const meta = () => [{ title: "Models · Perigee" }];

export const loader = (args: LoaderFunctionArgs) => page(args, "organisation.edit", getAiUse);

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "organisation.edit", schema: AiBudget }, async (ctx, input) => {
		await changeBudget(ctx, input);
		return { to: "/settings/ai", flash: "The budget is saved." };
	});

export default function Models() {
	const { budget, spent, use } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = reply?.result.initialValue as { dollars?: string } | undefined;
	const errors = reply?.result.error ?? {};
	const isSpent = budget !== null && spent >= budget;
	return (
		<Page title="Models" crumbs={[{ label: "Settings", href: "/settings" }]} width="narrow">
			<ErrorSummary allErrors={listedErrors(errors)} ids={{ dollars: "field-dollars" }} />
			{isSpent && (
				<Notice tone="warn" title="This month's budget is used up.">
					Rules answer until the month ends or the budget is raised, and say that they do.
				</Notice>
			)}
			<p>
				{dollars(spent)} spent this month{budget === null ? ", without a limit." : ` of ${dollars(budget)}.`} Prices are
				the providers' list prices; a call whose price is not known counts nothing.
			</p>
			<Form method="post" className="form" key={budget ?? "none"}>
				<input type="hidden" name="kept" value={dollarsOf(budget)} />
				<TextInput
					label="Budget for a month, in US dollars"
					help="Empty: no limit. When it is used up, rules answer instead of models."
					errors={errors.dollars ?? undefined}
					inputProps={{
						id: "field-dollars",
						name: "dollars",
						inputMode: "decimal",
						defaultValue: typed?.dollars ?? dollarsOf(budget),
					}}
				/>
				<FormActions>
					<SubmitButton>Save budget</SubmitButton>
				</FormActions>
			</Form>
			<Section title="The last 30 days">
				{use.length === 0 ? (
					<EmptyState title="Nothing was asked yet." text="Answers of models and of rules are counted here." />
				) : (
					<UseTable use={use} />
				)}
			</Section>
		</Page>
	);
}

function UseTable({ use }: { use: AiUse[] }) {
	return (
		<div className="table-scroll">
			<table className="table">
				<caption className="hidden-text">What was asked, of whom, and what it cost</caption>
				<thead>
					<tr>
						<th scope="col">For</th>
						<th scope="col">Answered by</th>
						{["Calls", "Failed", "Tokens in", "Tokens out", "Cost", "Median"].map((label) => (
							<th key={label} scope="col" className="end">
								{label}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{use.map((row) => (
						<tr key={`${row.purpose} ${row.provider}`}>
							<th scope="row">{PURPOSES[row.purpose] ?? row.purpose}</th>
							<td>{row.provider === "rules" ? "Rules" : row.provider}</td>
							{figuresOf(row).map(([label, text]) => (
								<td key={label} className="end numbers" data-label={label}>
									{text}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

const PURPOSES: Readonly<Record<string, string>> = {
	"lead-chat": "Customers' chat",
	assistant: "Assistant",
	"crm-insights": "Insights",
	"knowledge-answer": "Answers from documents",
	"document-summary": "Summaries of documents",
	workflow: "Steps of workflows",
	"guided-step": "Beside guided steps",
};

const figuresOf = (row: AiUse): readonly [string, string][] => [
	["Calls", count(row.calls)],
	["Failed", count(row.failed)],
	["Tokens in", count(row.tokensIn)],
	["Tokens out", count(row.tokensOut)],
	["Cost", `${dollars(row.costMicros)}${row.unpriced > 0 ? ` and ${count(row.unpriced)} calls of unknown price` : ""}`],
	["Median", `${count(row.medianMs)} ms`],
];

const count = (value: number) => value.toLocaleString("en-US");

/** Millionths of a dollar; what is under a cent is not shown as nothing. */
const dollars = (micros: number) =>
	micros > 0 && micros < 10_000 ? "under $0.01" : formatMoney(Math.round(micros / 10_000), "USD");
