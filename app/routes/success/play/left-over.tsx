import { useRef } from "react";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export type Typing = { stepId: string; lines: readonly string[] };
type Typed = Readonly<Record<string, unknown>>;

/**
 * What was typed in a step that is no longer the one to be done, because somebody else ended it or the rules closed the play:
 * as it came back with the refusal, else as it stood in the form. Sending the form is not leaving it behind.
 */
export function useLeftOver(stepId: string | undefined, typed: Typed) {
	const typing = useRef<Typing | null>(null);
	const note = (next: Typing | null) => {
		typing.current = next;
	};
	const isOther = (id: unknown) => typeof id === "string" && id !== stepId;
	const came = isOther(typed.stepId) && typed.stepId ? [...((typed.values as unknown[]) ?? []), typed.text] : [];
	const stood = typing.current && isOther(typing.current.stepId) ? typing.current.lines : [];
	const lines = (stood.length > 0 ? stood : came).filter((line) => typeof line === "string" && line.trim() !== "");
	return { left: lines.join("\n"), note };
}

/** What a step's form holds, a line for each field that is filled in. */
export function typingIn(form: HTMLFormElement, stepId: string, fields: readonly { name: string }[]): Typing {
	const filled = new FormData(form);
	const said = (name: string) => String(filled.get(name) ?? "").trim();
	const lines = [
		...fields.map(({ name }, index) => [name, said(`values[${index}]`)] as const),
		["A question", said("text")] as const,
	];
	return { stepId, lines: lines.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : [])) };
}

/** The words, to be read and copied: they are kept nowhere else. */
export function LeftOver({ text }: { text: string }) {
	if (text === "") return null;
	return (
		<Notice tone="warn" title="The step ended while you were typing.">
			What you typed is not saved with it. It stands here until you leave this page: copy what you still need.
			<TextArea label="What you typed" inputProps={{ id: "left-over", readOnly: true, rows: 4, value: text }} />
		</Notice>
	);
}
