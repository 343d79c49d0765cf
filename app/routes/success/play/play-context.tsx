import { Link } from "@remix-run/react";
import type { AccountIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import type { AccountKnown, Reach } from "#app/domain/success/intelligence/known-queries.ts";
import type { PlayShown } from "#app/domain/success/queue/play-queries.ts";
import { ACCOUNT_PLAN_LABELS } from "#app/domain/success/schema.ts";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { PriorityTable } from "../priority-part.tsx";
import { dayOf, RenewalDay } from "../renewal-day.tsx";

const of100 = (value: number | null) => value !== null && `${value} of 100`;

/** What is known of the customer, as facts with their names. */
export const customerFacts = (account: AccountIntelligence) =>
	[
		{
			label: "Account",
			value: (
				<Link to={`/accounts/${account.id}`} discover="none">
					{account.name}
				</Link>
			),
		},
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
		{ label: "Health", value: of100(account.health) },
		{ label: "Risk", value: of100(account.risk) },
		{ label: "Opportunity", value: of100(account.opportunity) },
		{
			label: "Usage",
			value:
				account.activeUsers !== null &&
				`${account.activeUsers.toLocaleString("en-US")} active users${account.utilisation !== null ? `, ${account.utilisation} %` : ""}`,
		},
		{
			label: "Trend",
			value: account.usageTrend !== null && `${account.usageTrend > 0 ? "+" : ""}${account.usageTrend} %`,
		},
		{ label: "Last contact", value: dayOf(account.lastContactOn) },
		{ label: "Last review", value: dayOf(account.lastQbrOn) },
		{ label: "Open tickets", value: account.openTickets },
		{ label: "Plan", value: ACCOUNT_PLAN_LABELS[account.plan] },
		{ label: "Owner", value: account.owner ?? "Nobody yet" },
	].map(({ label, value }) => ({ label, value: value === false ? null : value }));

/** How somebody is reached, where it is known. */
function Reached({ reach }: { reach: Reach | undefined }) {
	if (!reach || (!reach.phone && !reach.email)) return null;
	return (
		<small>
			{reach.phone && <a href={`tel:${reach.phone}`}>{reach.phone}</a>}
			{reach.phone && reach.email && " · "}
			{reach.email && <a href={`mailto:${reach.email}`}>{reach.email}</a>}
		</small>
	);
}

/** The customer beside the steps: what one has to know while one talks to them; then the priority's arithmetic. */
export function PlayContext({ account, play }: { account: AccountKnown | null; play: PlayShown }) {
	return (
		<>
			<h2 id="customer" className="hidden-text">
				The customer
			</h2>
			{account && (
				<>
					<DescriptionList facts={customerFacts(account)} />
					{account.stakeholders.length > 0 && (
						<>
							<h2>Who decides</h2>
							<ul className="play-people">
								{account.stakeholders.map(({ id, contactId, name, title, influence, sentiment }) => (
									<li key={id}>
										{contactId ? <Link to={`/contacts/${contactId}`}>{name}</Link> : name}
										<small className="muted">
											{[title, `influence ${influence}`, sentiment].filter(Boolean).join(", ")}
										</small>
										<Reached reach={account.reach.find((one) => one.contactId === contactId)} />
									</li>
								))}
							</ul>
						</>
					)}
				</>
			)}
			<h2>Why this priority</h2>
			<PriorityTable priority={play.priority} breakdown={play.breakdown} />
		</>
	);
}
