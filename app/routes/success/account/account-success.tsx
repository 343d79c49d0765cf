import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { listScoreChanges } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { getKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { listPlaysOfAccount } from "#app/domain/success/queue/account-plays.ts";
import { ACCOUNT_PLAN_LABELS } from "#app/domain/success/schema.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { AccountTabs } from "../artifacts/artifact-head.tsx";
import { dayOf, RenewalDay } from "../renewal-day.tsx";
import { Contracts, Stakeholders } from "./account-lists.tsx";
import { AccountPlays } from "./account-plays.tsx";
import { ScoreHistory } from "./score-history.tsx";

export const meta = () => [{ title: "Account's success · Perigee" }];

/** What is known of an account, how its scores were, and its plays: three queries. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "accounts.view", async (ctx) => {
		// With the people of its map and the contract that was read, as its plays tell of it.
		const account = await getKnown(ctx, args.params.id ?? "");
		return {
			account,
			changes: await listScoreChanges(ctx, account.id),
			plays: await listPlaysOfAccount(ctx, account.id),
			mayEdit: can(ctx.actor, "accounts.edit"),
		};
	});

export default function AccountSuccessPage() {
	const { account, changes, plays, mayEdit } = useLoaderData<typeof loader>();
	useLiveRefresh([`account:${account.id}`, "plays"]);
	const score = (value: number | null) => (value === null ? null : `${value} of 100`);
	const percent = (value: number | null, sign = false) =>
		value === null ? null : `${sign && value > 0 ? "+" : ""}${value} %`;
	return (
		<Page
			title="Success"
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: account.name, href: `/accounts/${account.id}` },
			]}
			actions={
				mayEdit && (
					<ButtonLink to={`/accounts/${account.id}/success/edit`} tone="primary">
						Edit figures
					</ButtonLink>
				)
			}
			above={<AccountTabs accountId={account.id} current="figures" />}
			side={<AccountPlays plays={plays as never} />}
		>
			<Section title="Renewal and revenue">
				<DescriptionList
					facts={[
						{
							label: "Renewal",
							value: <RenewalDay days={account.daysUntilRenewal} on={account.renewalOn} />,
						},
						{ label: "Yearly revenue", value: <Money minor={account.arrCents} currency={account.currency} /> },
						{
							label: "Before",
							value: account.previousArrCents !== null && (
								<Money minor={account.previousArrCents} currency={account.currency} />
							),
						},
						{ label: "Plan", value: ACCOUNT_PLAN_LABELS[account.plan] },
						{ label: "Owner", value: account.owner ?? "Nobody yet" },
					].map(({ label, value }) => ({ label, value: value || null }))}
				/>
			</Section>
			<Section title="Scores, usage and contact">
				<DescriptionList
					facts={[
						{ label: "Health", value: score(account.health) },
						{ label: "Risk", value: score(account.risk) },
						{ label: "Opportunity", value: score(account.opportunity) },
						{ label: "Active users", value: account.activeUsers?.toLocaleString("en-US") },
						{ label: "Seats", value: account.seats?.toLocaleString("en-US") },
						{ label: "Utilisation", value: percent(account.utilisation) },
						{ label: "Usage trend", value: percent(account.usageTrend, true) },
						{ label: "Last contact", value: dayOf(account.lastContactOn) },
						{ label: "Last review", value: dayOf(account.lastQbrOn) },
						{ label: "Next review", value: dayOf(account.nextQbrOn) },
						{ label: "Open tickets", value: account.openTickets },
					]}
				/>
			</Section>
			<Contracts contracts={account.contracts} />
			<Stakeholders stakeholders={account.stakeholders} />
			<ScoreHistory changes={changes} currency={account.currency} />
		</Page>
	);
}
