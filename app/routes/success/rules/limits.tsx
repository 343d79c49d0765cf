import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readPricingLimits } from "#app/domain/artifacts/approving/pricing-limits.ts";
import { saveLimits } from "#app/domain/artifacts/approving/save-limits.ts";
import { PricingLimits } from "#app/domain/artifacts/rules/pricing.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { RuleTabs } from "./rules.tsx";

export const meta = () => [{ title: "Limits of prices · Perigee" }];

const LimitsForm = z.object({ version: z.coerce.number().int().min(0) }).and(PricingLimits);

export const loader = (args: LoaderFunctionArgs) => page(args, "success.manage", (ctx) => readPricingLimits(ctx));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.manage", schema: LimitsForm }, async (ctx, { version, ...limits }) => {
		const isChanged = await saveLimits(ctx, { version, limits });
		return { to: "/success/limits", flash: isChanged ? "The limits hold from now on." : "Nothing was changed." };
	});

const FIELDS = [
	{ name: "leastUplift", label: "Least uplift, %", help: "Below it a manager approves. Zero: whenever a price falls." },
	{ name: "mostUplift", label: "Most uplift, %", help: "Above it a manager approves." },
	{ name: "mostDiscount", label: "Most discount, %", help: "Above it a manager approves." },
] as const;

export default function LimitsPage() {
	const { limits, version, by } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = listedErrors(reply?.result.error);
	const typed = reply?.result.initialValue as Record<string, string> | undefined;
	return (
		<Page
			title="Limits of prices"
			crumbs={[{ label: "Success", href: "/success" }]}
			width="narrow"
			above={<RuleTabs now="limits" />}
		>
			<ErrorSummary allErrors={errors} />
			<p>
				What a price may do without a manager's approval.{" "}
				{version === 0 ? "These are the limits we ship." : `Set by ${by}.`} What is approved already stays approved.
			</p>
			<Form discover="none" method="post" data-unsaved className="form" key={version}>
				<input type="hidden" name="version" value={version} />
				{FIELDS.map(({ name, label, help }) => (
					<TextInput
						key={name}
						{...{ label, help }}
						errors={errors[name]}
						inputProps={{
							...{ name, type: "number", step: "any", required: true },
							defaultValue: typed ? (typed[name] ?? "") : String(limits[name]),
						}}
					/>
				))}
				<FormActions>
					<SubmitButton>Save limits</SubmitButton>
				</FormActions>
			</Form>
		</Page>
	);
}
