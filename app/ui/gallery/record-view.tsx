import { ButtonLink } from "#app/ui/forms/button.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { Card, DescriptionList } from "#app/ui/records/record.tsx";
import { Timeline } from "#app/ui/records/timeline.tsx";
import { Presence } from "#app/ui/signs/avatar.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { Notice, SavedMark } from "#app/ui/signs/notice.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { entries } from "./samples.ts";

/** A record from top to bottom: what it is, what is next, what happened. */
export function RecordView() {
	return (
		<Page
			title="Ana María Díaz"
			crumbs={[{ label: "Leads", href: "/leads" }]}
			actions={
				<>
					<Presence names={["Hana Sato", "Jo Brand"]} />
					<ButtonLink to="edit">Edit lead</ButtonLink>
					<ButtonLink to="book" tone="primary" icon="calendar">
						Book appointment
					</ButtonLink>
				</>
			}
			above={
				<Tabs
					label="Lead"
					tabs={[
						{ label: "Overview", href: "/leads/1", current: true },
						{ label: "Messages", href: "/leads/1/messages", count: { value: 7 } },
						{ label: "Files", href: "/leads/1/files" },
					]}
				/>
			}
			side={<Facts />}
		>
			<Section title="Next">
				<div className="stack">
					<Notice tone="info" title="Booked for Tue 24 Nov, 3:30 pm PST.">
						Brake pads in Oakland, 1 h 20 min.
					</Notice>
					<Notice tone="warn">Hana Sato is editing this lead. You can read it, and edit when she is done.</Notice>
				</div>
			</Section>
			<Section title="What happened">
				<Timeline label="What happened" entries={entries} days={{ "4": "Today" }} />
			</Section>
		</Page>
	);
}

function Facts() {
	return (
		<>
			<DescriptionList
				facts={[
					{ label: "State", value: <Status tone="good">Booked</Status> },
					{ label: "Phone", value: "+1 510 555 0142" },
					{ label: "Email", value: "ana.diaz@example.com" },
					{ label: "Vehicle", value: "2017 Toyota Tacoma" },
					{ label: "Estimate", value: <Money minor={31_000} currency="USD" /> },
					{ label: "Arrived", value: <Time at="2026-11-21T09:11:00Z" /> },
					{ label: "Source", value: <Badge tone="info">Shopmonkey</Badge> },
				]}
			/>
			<SavedMark />
			<CopyField label="Chat link" value="https://example.com/chat/8f2k" help="Opens this conversation only." />
			<Card>
				<Progress label="Importing vehicles" done={1204} total={9800} />
			</Card>
		</>
	);
}
