import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import { getOutboxMessage } from "#app/domain/messaging/message-queries.ts";
import { isStoppable } from "#app/domain/messaging/rules/message-states.ts";
import { CHANNEL_LABELS, PURPOSE_LABELS, STATE_LABELS } from "#app/domain/messaging/schema.ts";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { markSent, sendAgain } from "#app/domain/messaging/sending/resolve-message.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { MESSAGE_TONES } from "./message-tones.ts";
import { releaseNote } from "./release-note.ts";

export const meta = () => [{ title: "Message · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const message = await getOutboxMessage(ctx, args.params.id ?? "");
		return {
			...message,
			mayRelease: can(ctx.actor, "messages.release"),
			mayCancel: can(ctx.actor, "messages.write") && isStoppable(message.state),
		};
	});

const Act = z.object({ act: z.enum(["release", "cancel", "mark-sent", "send-again"]) });

/** What a member may do about one message; each command asks for its own permission. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "messages.write", schema: Act }, async (ctx, { act }) => {
		const messageId = args.params.id ?? "";
		await getOutboxMessage(ctx, messageId);
		const to = `/outbox/${messageId}`;
		switch (act) {
			case "release": {
				const released = await releaseMessages(ctx, { ids: [messageId] });
				return { to, flash: releaseNote(released, can(ctx.actor, "organisation.allow-sending")) };
			}
			case "cancel": {
				const done = await cancelMessage(ctx, { messageId, reason: `${ctx.actor.name} took it back.` });
				return { to, flash: done ? "Taken back. It will not be sent." : "It was too late to take it back." };
			}
			case "mark-sent":
				await markSent(ctx, { messageId });
				return { to, flash: "Marked as sent." };
			case "send-again":
				return { to: `/outbox/${(await sendAgain(ctx, { messageId })).id}`, flash: "This is the new message." };
		}
	});

const LINK_WORDS = {
	shown: "Its links are the customer's own: whoever opens one here acts as the customer.",
	hidden: "The customer's own links stand here as words. Only those who may act for the customer see them.",
};

export default function MessagePage() {
	const message = useLoaderData<typeof loader>();
	const refusal = useKeptReply(useActionData<typeof action>())?.message;
	useLiveRefresh([`message:${message.id}`]);
	return (
		<Page
			title={message.subject || `Text to ${message.contact || message.to || "nobody"}`}
			crumbs={[{ label: "Outbox", href: "/outbox" }]}
			search={null}
			actions={<Acts message={message} />}
			side={<Facts message={message} />}
		>
			{refusal && <Notice tone="bad">{refusal}</Notice>}
			{message.reason && (
				<Notice
					tone={message.state === "failed" || message.state === "bounced" ? "bad" : "warn"}
					title={`${STATE_LABELS[message.state]}.`}
				>
					{message.reason}
				</Notice>
			)}
			{message.links && <Notice>{LINK_WORDS[message.links]}</Notice>}
			{message.channel === "email" ? <EmailView message={message} /> : <TextView message={message} />}
		</Page>
	);
}

function Acts({ message }: { message: Message }) {
	const { state, mayRelease, mayCancel } = message;
	const buttons = [
		...(mayCancel ? [["cancel", "Take back message"]] : []),
		...(mayRelease && state === "uncertain" ? [["mark-sent", "Mark as sent"]] : []),
		...(mayRelease && (state === "uncertain" || state === "failed") ? [["send-again", "Send again"]] : []),
		...(mayRelease && state === "held" ? [["release", "Release message"]] : []),
	];
	return (
		<Form method="post" discover="none" className="cluster">
			{buttons.map(([act, label], index) => (
				<SubmitButton key={act} name="act" value={act} tone={index === buttons.length - 1 ? "primary" : "plain"}>
					{label}
				</SubmitButton>
			))}
		</Form>
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
				// An email's headers say both.
				{ label: "To", value: message.channel === "email" ? null : message.to },
				{ label: "From", value: message.channel === "email" ? null : message.from },
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
