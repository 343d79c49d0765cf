import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";

type NoticeTone = Exclude<Tone, "neutral" | "accent">;
const icons: Record<NoticeTone, IconName> = { good: "success", warn: "alert", bad: "error", info: "info" };

/** A sentence that stays where it is: a lock, a limit, a state of the page. `title` is its bold start. */
export function Notice({
	tone = "info",
	title,
	children,
}: {
	tone?: NoticeTone;
	title?: string;
	children?: ReactNode;
}) {
	return (
		<div className={`notice tone-${tone}`}>
			<Icon name={icons[tone]} />
			<div>
				{title && <strong>{title} </strong>}
				{children}
			</div>
		</div>
	);
}

/**
 * What the last act did, once, at the top of the next page. `children` may hold the way back: a form with an
 * "Undo" button. Errors interrupt a screen reader, the rest waits for a pause.
 */
export function Flash({
	tone = "good",
	message,
	children,
}: {
	tone?: NoticeTone;
	message: string;
	children?: ReactNode;
}) {
	return (
		<div className={`notice flash tone-${tone}`} role={tone === "bad" ? "alert" : "status"}>
			<Icon name={icons[tone]} />
			<div>{message}</div>
			{children}
		</div>
	);
}

/** The quiet mark that a field edited in place was saved. */
export function SavedMark({ text = "Saved" }: { text?: string }) {
	return (
		<span className="saved" role="status">
			<Icon name="check" />
			{text}
		</span>
	);
}
