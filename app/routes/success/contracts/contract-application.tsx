import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import {
	type Applicable,
	applyContract,
	getApplicable,
} from "#app/domain/artifacts/contract/applying/apply-contract.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Apply a contract · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "accounts.edit", async (ctx) => {
		const { contract, account, choices } = await getApplicable(ctx, args.params.id ?? "");
		return { id: contract.id, title: contract.title, artifactId: contract.artifactId, account, choices };
	});

const Chosen = z.object({
	renewalOn: z.iso.date().optional(),
	arrCents: z.coerce.number().int().optional(),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "accounts.edit", schema: Chosen }, async (ctx, input) => {
		const { accountId, changed } = await applyContract(ctx, args.params.id ?? "", input);
		const flash =
			changed.length > 0 ? "The account took it over. Its plays are decided anew." : "The account had it so already.";
		return { to: `/accounts/${accountId}/success`, flash };
	});

export default function ContractApplication() {
	const { id, title, artifactId, account, choices } = useLoaderData<typeof loader>();
	const errors = listedErrors(useActionData<typeof action>()?.result.error);
	const isNothing = choices.renewals.length + choices.revenues.length === 0;
	return (
		<Page
			title={`Apply ${title}`}
			width="narrow"
			search={null}
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: account.name, href: `/accounts/${account.id}/success` },
				{ label: title, href: `/success/artifacts/${artifactId}` },
			]}
		>
			{choices.left.map((why) => (
				<Notice key={why}>{why}</Notice>
			))}
			{isNothing && (
				<Notice tone="warn">This contract says no day and no amount that the account could take over.</Notice>
			)}
			<Form discover="none" method="post" action={`/success/contracts/${id}/application`} className="form">
				<ErrorSummary allErrors={errors} />
				{!isNothing && (
					<p>{account.name} takes over what you choose, as if it were typed there. Its plays are then decided anew.</p>
				)}
				<Choose {...{ account, choices, errors }} />
				<FormActions>
					{!isNothing && <SubmitButton>Apply to the account</SubmitButton>}
					<ButtonLink to={`/success/artifacts/${artifactId}`} tone="quiet">
						Keep as it is
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

type ChooseProps = Pick<Applicable, "account" | "choices"> & { errors: Record<string, readonly string[]> };

/** The days and amounts that the contract names, each beside what stands there now. */
function Choose({ account, choices: { renewals, revenues }, errors }: ChooseProps) {
	const money = (cents: number) => formatMoney(cents, account.currency);
	const leave = (now: string) => ({ value: "", label: `Leave as it is: ${now}` });
	const errorsOf = (name: string) => (errors[name] ? { errors: [...errors[name]] } : {});
	return (
		<>
			{renewals.length > 0 && (
				<RadioGroup
					label="Renewal"
					name="renewalOn"
					{...errorsOf("renewalOn")}
					chosen={[renewals.length === 1 ? renewals[0]!.date : ""]}
					options={[
						...renewals.map(({ date, note }) => ({
							value: date,
							label: formatDate(date),
							...(note ? { help: note } : {}),
						})),
						leave(account.renewalOn ? formatDate(account.renewalOn) : "none"),
					]}
				/>
			)}
			{revenues.length > 0 && (
				<RadioGroup
					label="Yearly revenue"
					name="arrCents"
					{...errorsOf("arrCents")}
					chosen={[""]}
					options={[
						...revenues.map(({ cents, note }) => ({ value: String(cents), label: money(cents), help: note })),
						leave(money(account.arrCents)),
					]}
				/>
			)}
		</>
	);
}
