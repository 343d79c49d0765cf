import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Timeline } from "#app/ui/records/timeline.tsx";
import type { LeadPageData } from "../lead-page-data.ts";
import { lineWords } from "../line-words.ts";

/** The last lines of the conversation, and the way to all of it. */
export function LeadConversation({ shown: { lead, lines, canEdit } }: { shown: LeadPageData }) {
	if (!lead.conversationId) return null;
	return (
		<Section
			title="Conversation"
			actions={
				<>
					<ButtonLink to={`/conversations/${lead.conversationId}`} small icon="message">
						Open conversation
					</ButtonLink>
					{canEdit && (
						<ButtonLink to={`/conversations/${lead.conversationId}/links`} small tone="quiet">
							Chat link
						</ButtonLink>
					)}
				</>
			}
		>
			{lines.length === 0 ? (
				<p className="muted">Nobody has written yet.</p>
			) : (
				<Timeline
					label="Last messages"
					entries={lines.map((line) => ({
						id: line.id,
						at: line.at,
						icon: line.channel === "email" ? "mail" : line.channel === "sms" ? "phone" : "message",
						tone: line.isInbound ? "accent" : "neutral",
						who: line.who,
						what: lineWords(line),
						source: CHANNEL_LABELS[line.channel] ?? line.channel,
						text: line.text,
					}))}
				/>
			)}
		</Section>
	);
}
