import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { getLeadPage } from "#app/domain/leads/lists/lead-page-queries.ts";
import { LEAD_SOURCE_LABELS, LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Timeline } from "#app/ui/records/timeline.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { LeadMoves } from "./lead-moves.tsx";
import type { LeadPageData } from "./lead-page-data.ts";
import { LEAD_TONES } from "./lead-tones.ts";
import { LeadConversation } from "./page/lead-conversation.tsx";
import { LeadNext } from "./page/lead-next.tsx";
import { LeadTasks } from "./page/lead-tasks.tsx";
import { timelineEntry } from "./page/lead-timeline.ts";
import { LeadTouches } from "./page/lead-touches.tsx";

export const meta = () => [{ title: "Lead · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.view", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		return { ...(await getLeadPage(ctx, args.params.id ?? "", before)), canEdit: can(ctx.actor, "leads.edit") };
	});

export default function LeadPage() {
	const shown = useLoaderData<typeof loader>();
	const { lead, timeline, canEdit } = shown;
	useLiveRefresh([
		`lead:${lead.id}`,
		...shown.tasks.map(({ id }) => `task:${id}`),
		...(lead.conversationId ? [`conversation:${lead.conversationId}`] : []),
	]);
	return (
		<Page
			title={lead.contact.name}
			crumbs={[{ label: "Leads", href: "/leads" }]}
			side={<Facts shown={shown} />}
			actions={
				canEdit && (
					<>
						<ButtonLink to={`/leads/${lead.id}/edit`}>Edit lead</ButtonLink>
						<ButtonLink
							to={`/calendar/new?contact=${lead.contact.id}&location=${lead.location.id}`}
							tone="primary"
							icon="calendar"
						>
							Book appointment
						</ButtonLink>
					</>
				)
			}
		>
			<Gist lead={lead} />
			<LeadNext shown={shown} />
			<LeadTasks shown={shown} />
			<LeadTouches shown={shown} />
			<LeadConversation shown={shown} />
			<Section title="What happened">
				<Timeline label="What happened" entries={timeline.events.map(timelineEntry)} />
				<Pager older={timeline.older && `/leads/${lead.id}?before=${timeline.older}`} />
			</Section>
		</Page>
	);
}

/** On a phone the side column comes last; how the lead stands and how to reach the customer come first. */
function Gist({ lead }: { lead: LeadPageData["lead"] }) {
	const { phone, email } = lead.contact;
	return (
		<div className="narrow-only gist">
			<Status tone={LEAD_TONES[lead.state]}>{LEAD_STATE_LABELS[lead.state]}</Status>
			{phone && <a href={`tel:${phone}`}>{phone}</a>}
			{!phone && email && <a href={`mailto:${email}`}>{email}</a>}
		</div>
	);
}

function Facts({ shown }: { shown: LeadPageData }) {
	const { lead, orderFrom, canEdit } = shown;
	return (
		<>
			<DescriptionList
				facts={[
					{ label: "State", value: <Status tone={LEAD_TONES[lead.state]}>{LEAD_STATE_LABELS[lead.state]}</Status> },
					{ label: "Lost because", value: lead.lostReason },
					{ label: "About", value: lead.title },
					{ label: "Services", value: lead.services.join(", ") },
					{ label: "Vehicle", value: lead.vehicle?.label },
					{
						label: "Phone",
						value: lead.contact.phone && <a href={`tel:${lead.contact.phone}`}>{lead.contact.phone}</a>,
					},
					{
						label: "Email",
						value: lead.contact.email && <a href={`mailto:${lead.contact.email}`}>{lead.contact.email}</a>,
					},
					{ label: "Location", value: lead.location.name },
					{
						label: "Value",
						value: lead.valueCents !== null && <Money minor={lead.valueCents} currency={lead.currency} />,
					},
					{ label: "Owner", value: lead.owner?.name ?? "Nobody yet" },
					{ label: "Source", value: LEAD_SOURCE_LABELS[lead.source] },
					{
						label: "Order",
						value: lead.order && `${lead.order} in ${orderFrom ?? "the shop system"}`,
					},
					{ label: "Arrived", value: <Time at={lead.createdAt} /> },
					{ label: "First message", value: lead.firstContactedAt && <Time at={lead.firstContactedAt} /> },
					{ label: "First reply", value: lead.firstRepliedAt && <Time at={lead.firstRepliedAt} /> },
				].map(({ label, value }) => ({ label, value: value || null }))}
			/>
			<p>
				<Link to={`/leads?q=${encodeURIComponent(lead.contact.email ?? lead.contact.phone ?? "")}`} discover="none">
					All leads of this contact
				</Link>
			</p>
			{canEdit && <LeadMoves id={lead.id} state={lead.state} />}
		</>
	);
}
