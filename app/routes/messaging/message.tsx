import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getOutboxMessage } from "#app/domain/messaging/message-queries.ts";
import { CHANNEL_LABELS, PURPOSE_LABELS, STATE_LABELS } from "#app/domain/messaging/schema.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { MESSAGE_TONES } from "./message-tones.ts";

export const meta = () => [{ title: "Message · Perigee" }];

export const loader = (args: LoaderFunctionArgs & { params: { id?: string } }) =>
	page(args, "messages.view", (ctx) => getOutboxMessage(ctx, args.params.id ?? ""));

export default function MessagePage() {
	const message = useLoaderData<typeof loader>();
	useLiveRefresh([`message:${message.id}`]);
	return (
		<Page
			title={message.subject || `Text to ${message.contact || message.to || "nobody"}`}
			crumbs={[{ label: "Outbox", href: "/outbox" }]}
			side={<Facts message={message} />}
		>
			{message.reason && (
				<Notice
					tone={message.state === "failed" || message.state === "bounced" ? "bad" : "warn"}
					title={`${STATE_LABELS[message.state]}.`}
				>
					{message.reason}
				</Notice>
			)}
			{message.channel === "email" ? <EmailView message={message} /> : <TextView message={message} />}
		</Page>
	);
}

type Message = ReturnType<typeof useLoaderData<typeof loader>>;

function EmailView({ message }: { message: Message }) {
	return (
		<>
			<Section title="Headers">
				<DescriptionList facts={message.headers.map(({ name, value }) => ({ label: name, value }))} />
			</Section>
			{message.hasHtml && (
				<Section title="As it looks">
					<iframe
						className="mail-frame"
						title="The HTML part of this email"
						src={`/outbox/${message.id}/html`}
						sandbox="allow-popups allow-popups-to-escape-sandbox"
						referrerPolicy="no-referrer"
					/>
				</Section>
			)}
			<Section title="Plain text">
				<pre className="mail-text">{message.text}</pre>
			</Section>
		</>
	);
}

function TextView({ message }: { message: Message }) {
	return (
		<Section title="Text">
			<pre className="mail-text">{message.text}</pre>
		</Section>
	);
}

function Facts({ message }: { message: Message }) {
	const at = (instant: string | null) => instant && <Time at={instant} as="exact" />;
	return (
		<DescriptionList
			facts={[
				{ label: "State", value: <Status tone={MESSAGE_TONES[message.state]}>{STATE_LABELS[message.state]}</Status> },
				{ label: "Since", value: at(message.stateAt) },
				{ label: "Channel", value: CHANNEL_LABELS[message.channel] },
				{ label: "Purpose", value: PURPOSE_LABELS[message.purpose] ?? message.purpose },
				{ label: "To", value: message.to },
				{ label: "From", value: message.from },
				{ label: "Written by", value: message.author },
				{ label: "Planned for", value: at(message.plannedAt) },
				{ label: "Goes out", value: at(message.sendAfter) },
				{ label: "Sent", value: at(message.sentAt) },
				{ label: "Delivered", value: at(message.deliveredAt) },
				{ label: "Calendar file", value: message.calendar },
				{ label: "SMS segments", value: message.segments },
				{ label: "Tries", value: message.attempts || null },
				{
					label: "Cost",
					value: message.cost && `${(message.cost.micros / 1_000_000).toFixed(4)} ${message.cost.currency}`,
				},
			]}
		/>
	);
}
