import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { ACCOUNT_PLANS } from "#app/domain/crm/accounts/figures.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { ACCOUNT_PLAN_LABELS } from "#app/domain/success/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { AccountForm, readAccountForm } from "./account-form.ts";
import { ContractRows, StakeholderRows } from "./account-rows.tsx";

export const meta = () => [{ title: "Edit figures · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "accounts.edit", async (ctx) => ({ account: await getIntelligence(ctx, args.params.id ?? "") }));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "accounts.edit", schema: AccountForm }, async (ctx, input) => {
		const id = args.params.id ?? "";
		const { currency } = await getIntelligence(ctx, id);
		const { changed } = await saveIntelligence(ctx, id, readAccountForm(input, currency));
		const flash = changed.length > 0 ? "Saved. Plays follow within seconds." : "Nothing was changed.";
		return { to: `/accounts/${id}/success`, flash };
	});

type Numbers = readonly {
	name: "health" | "risk" | "opportunity" | "seats" | "activeUsers" | "usageTrend" | "openTickets";
	label: string;
	help?: string;
}[];

const SCORES: Numbers = [
	{ name: "health", label: "Health", help: "0 to 100" },
	{ name: "risk", label: "Risk", help: "0 to 100" },
	{ name: "opportunity", label: "Opportunity", help: "0 to 100" },
];
const USAGE: Numbers = [
	{ name: "activeUsers", label: "Active users" },
	{ name: "seats", label: "Seats", help: "Utilisation is worked out of both." },
	{ name: "usageTrend", label: "Trend, %", help: "Against the month before." },
];

export default function EditFiguresPage() {
	const { account } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = listedErrors(reply?.result.error);
	const typed = reply?.result.initialValue as Record<string, unknown> | undefined;
	const back = `/accounts/${account.id}/success`;
	const text = (name: keyof typeof account) => ({
		...(errors[name] ? { errors: errors[name] } : {}),
		value: String((typed ? typed[name] : account[name]) ?? ""),
	});
	const numbers = (fields: Numbers) =>
		fields.map(({ name, label, help }) => {
			const { value, ...rest } = text(name);
			return (
				<TextInput
					key={name}
					label={label}
					optional
					{...(help ? { help } : {})}
					{...rest}
					inputProps={{ name, type: "number", defaultValue: value }}
				/>
			);
		});
	const day = (name: "renewalOn" | "lastContactOn" | "lastQbrOn" | "nextQbrOn", label: string) => {
		const { value, ...rest } = text(name);
		return <TextInput label={label} optional {...rest} inputProps={{ name, type: "date", defaultValue: value }} />;
	};
	return (
		<Page
			title="Edit figures"
			crumbs={[
				{ label: account.name, href: `/accounts/${account.id}` },
				{ label: "Success", href: back },
			]}
			width="narrow"
		>
			<ErrorSummary allErrors={errors} />
			<Form discover="none" method="post" className="form" data-unsaved>
				<Fieldset legend="Renewal">
					<div className="rule-fields">
						{day("renewalOn", "Renewal date")}
						<Select
							label="Plan"
							options={ACCOUNT_PLANS.map((plan) => ({ value: plan, label: ACCOUNT_PLAN_LABELS[plan] }))}
							inputProps={{ name: "plan", defaultValue: String(typed?.plan ?? account.plan) }}
						/>
					</div>
				</Fieldset>
				<Fieldset legend="Scores">
					<div className="rule-fields">{numbers(SCORES)}</div>
				</Fieldset>
				<Fieldset legend="Usage">
					<div className="rule-fields">{numbers(USAGE)}</div>
				</Fieldset>
				<Fieldset legend="Contact">
					<div className="rule-fields">
						{day("lastContactOn", "Last contact")}
						{day("lastQbrOn", "Last review")}
						{day("nextQbrOn", "Next review")}
						{numbers([{ name: "openTickets", label: "Open tickets" }])}
					</div>
				</Fieldset>
				<ContractRows contracts={account.contracts} {...{ typed, errors }} />
				<StakeholderRows stakeholders={account.stakeholders} {...{ typed }} />
				<FormActions>
					<SubmitButton>Save figures</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Change nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
