import { useState } from "react";
import { MOST_TEXT } from "#app/domain/workflows/approvals/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { ShownApproval } from "./approval-facts.tsx";

type Shown = { text: string; version: number; by: string };

/** The text as somebody else left it meanwhile, which the answer of a refused form brings. */
function otherOf(reply: FormReply | undefined): Shown | undefined {
	const { text, version, by } = (reply?.detail ?? {}) as Partial<Shown>;
	return text !== undefined && version && by ? { text, version, by } : undefined;
}

/** The text that is decided on, to be changed. It stays as it was opened or typed; that it is another now is said. */
export function ChangeableText({ approval, reply }: { approval: ShownApproval; reply: FormReply | undefined }) {
	const [opened] = useState(approval.text);
	const { text } = approval;
	if (!text || !opened) return null;
	const other = otherOf(reply);
	const typed = typedOf(reply);
	// Who has seen both decides on the newer one.
	const version = other?.version ?? Number(typed?.textVersion ?? opened.version);
	const mine = typed ? String(typed.text ?? "") : opened.now;
	return (
		<>
			{other && (
				<Conflict who={other.by} differences={[{ label: "Text", theirs: other.text, yours: mine }]}>
					<ButtonLink to={`/approvals/${approval.id}`}>Take theirs</ButtonLink>
				</Conflict>
			)}
			{!other && text.version !== version && (
				<Notice tone="warn" title={`${text.changedBy} changed the text meanwhile.`}>
					Copy what you typed, then <a href={`/approvals/${approval.id}`}>read the text as it is now</a>.
				</Notice>
			)}
			<TextArea
				label="The text"
				help="Change it where needed: what stands here goes on. The first version is kept beside it."
				errors={errorsOf(reply).text}
				inputProps={{ name: "text", rows: 10, maxLength: MOST_TEXT, defaultValue: mine }}
			/>
			<input type="hidden" name="textVersion" value={version} />
			<TextHistory text={text} />
		</>
	);
}

/** The text for those who may not change it, or no longer. */
export function FixedText({ text }: Pick<ShownApproval, "text">) {
	if (!text) return null;
	return (
		<>
			<p className="mail-text">{text.now}</p>
			<TextHistory text={text} />
		</>
	);
}

/** Who changed it, and what it was first. */
function TextHistory({ text: { now, original, changedBy, changedAt } }: { text: NonNullable<ShownApproval["text"]> }) {
	if (!changedBy) return null;
	return (
		<>
			<p className="field-help">
				Changed by {changedBy}
				{changedAt && (
					<>
						, <Time at={changedAt} />
					</>
				)}
				{now === original && ": as it was first again"}.
			</p>
			<details className="kept">
				<summary>The first version</summary>
				<p className="mail-text">{original || "Empty"}</p>
			</details>
		</>
	);
}
