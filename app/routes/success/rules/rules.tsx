import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { previewRules } from "#app/domain/success/orchestrating/preview-rules.ts";
import { saveRules } from "#app/domain/success/orchestrating/save-rules.ts";
import { readRules } from "#app/domain/success/orchestrating/stored-rules.ts";
import { PlayRules } from "#app/domain/success/rules/play-rules.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { RULE_GROUPS, type RuleField, SCALE_FIELDS, URGENCY_FIELDS, WEIGHT_FIELDS } from "./rule-fields.ts";
import { RulesPreview } from "./rules-preview.tsx";

export const meta = () => [{ title: "Rules of plays · Perigee" }];

const RulesForm = z.object({ version: z.coerce.number().int().min(0) }).and(PlayRules);

/** With `preview` the address holds rules to be tried: what they would move is shown, and nothing is changed. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "success.manage", async (ctx) => {
		const kept = await readRules(ctx);
		const query = new URL(args.request.url).searchParams;
		if (!query.has("preview")) return { ...kept, tried: null, preview: null, errors: {} };
		const parsed = parseWithZod(query, { schema: PlayRules });
		const tried = Object.fromEntries(query) as Record<string, string>;
		if (parsed.status !== "success") return { ...kept, tried, preview: null, errors: listedErrors(parsed.error) };
		return { ...kept, tried, preview: await previewRules(ctx, parsed.value), errors: {} };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.manage", schema: RulesForm }, async (ctx, { version, ...rules }) => {
		const done = await saveRules(ctx, { version, rules });
		const flash = done
			? `Applied. ${done.opened.toLocaleString("en-US")} plays were opened, ${done.closed.toLocaleString("en-US")} closed, ${done.changed.toLocaleString("en-US")} weighed anew.`
			: "Nothing was changed.";
		return { to: "/success/rules", flash };
	});

export default function RulesPage() {
	const { rules, version, by, tried, preview, errors } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = (reply?.result.initialValue ?? tried ?? null) as Record<string, string> | null;
	const all = { ...errors, ...listedErrors(reply?.result.error) };
	// A switch that is off is absent from what was typed.
	const valueIn = (name: keyof PlayRules) => (typed ? (typed[name] ?? "") : rules[name]);
	const field = ({ name, label, help }: RuleField) => (
		<TextInput
			key={name}
			label={label}
			{...(help ? { help } : {})}
			{...(all[name] ? { errors: all[name] } : {})}
			inputProps={{ name, type: "number", required: true, defaultValue: String(valueIn(name)) }}
		/>
	);
	return (
		<Page
			title="Rules of plays"
			crumbs={[{ label: "Success", href: "/success" }]}
			width="narrow"
			above={<RuleTabs now="rules" />}
		>
			<ErrorSummary allErrors={all} />
			<p>
				Which accounts need a play, at what stage, and which first.{" "}
				{version === 0 ? "These are the rules we ship." : `Version ${version}, set by ${by}.`} Look at what yours would
				move before they hold.
			</p>
			{preview && <RulesPreview preview={preview} />}
			<Form discover="none" method="post" data-unsaved className="form" key={tried ? "tried" : `kept-${version}`}>
				<input type="hidden" name="version" value={version} />
				{RULE_GROUPS.map(({ title, on, fields }) => (
					<Fieldset key={title} legend={title}>
						{on && (
							<Checkbox
								label="On"
								inputProps={{
									name: on,
									id: `field-${on}`,
									"aria-label": `${title} on`,
									defaultChecked: typed ? typed[on] === "on" : Boolean(rules[on]),
								}}
							/>
						)}
						<div className="rule-fields">{fields.map(field)}</div>
					</Fieldset>
				))}
				<Fieldset legend="Priority: six weights, 100 together">
					<div className="rule-fields">{WEIGHT_FIELDS.map(field)}</div>
				</Fieldset>
				<Fieldset legend="How urgent each stage is, 0 to 100">
					<div className="rule-fields">{URGENCY_FIELDS.map(field)}</div>
				</Fieldset>
				<Fieldset legend="Scales">
					<div className="rule-fields">{SCALE_FIELDS.map(field)}</div>
				</Fieldset>
				<FormActions>
					<SubmitButton tone={preview ? "plain" : "primary"} formMethod="get" name="preview" value="1">
						Preview rules
					</SubmitButton>
					<SubmitButton tone={preview ? "primary" : "plain"}>Apply rules</SubmitButton>
					{tried && (
						<ButtonLink to="/success/rules" tone="quiet">
							Keep as it is
						</ButtonLink>
					)}
				</FormActions>
			</Form>
		</Page>
	);
}

/** What a manager sets of customer success. */
export function RuleTabs({ now }: { now: "rules" | "actions" | "limits" }) {
	return (
		<Tabs
			label="Settings of plays"
			tabs={[
				{ label: "Rules", href: "/success/rules", current: now === "rules" },
				{ label: "Own actions", href: "/success/actions", current: now === "actions" },
				{ label: "Limits of prices", href: "/success/limits", current: now === "limits" },
			]}
		/>
	);
}
