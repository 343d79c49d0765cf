import { renderTouch } from "#app/domain/leads/sequences/sending/render-touch.ts";
import { smsSegments } from "#app/domain/messaging/rules/sms-segments.ts";
import { Icon } from "#app/ui/signs/icon.tsx";

const SAMPLE = {
	"contact.firstName": "Ana",
	"vehicle.label": "2017 Toyota Tacoma",
	"service.name": "Window tint",
	"location.name": "Northside",
	"location.phone": "+1 510 555 0142",
	"organisation.name": "Your organisation",
	"chat.url": "https://example.com/chat/8f2k",
};

type Shown = { channel?: string; subject?: string; body?: string; button?: string } | undefined;

/** How a touch reads with a customer's values in it. */
export function TouchPreview({ touch }: { touch: Shown }) {
	if (!touch?.body) return null;
	const channel = touch.channel === "sms" ? "sms" : "email";
	const wording = { subject: touch.subject ?? "", body: touch.body, button: touch.button || null };
	const shown = renderTouch(channel, wording, SAMPLE);
	return (
		<details>
			<summary className="btn btn-small">
				<Icon name="file" />
				Preview
			</summary>
			<div className="panel">
				{shown.subject && (
					<p>
						<strong>{shown.subject}</strong>
					</p>
				)}
				<pre className="mail-text">{shown.text}</pre>
				{shown.button && <p className="muted">Button: {shown.button.label}</p>}
				{channel === "sms" && <p className="muted">{segments(shown.text)}</p>}
			</div>
		</details>
	);
}

function segments(text: string): string {
	const { segments: parts, encoding, units } = smsSegments(text);
	return `${units} characters, sent as ${parts} ${parts === 1 ? "text" : "texts"} (${encoding})`;
}
