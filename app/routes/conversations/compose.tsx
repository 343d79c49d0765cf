import { getFormProps, getSelectProps, getTextareaProps, useForm } from "@conform-to/react";
import { Form, useActionData, useLocation } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { AnswerWay } from "#app/domain/assistant/conversations/answer-ways.ts";
import type { AnswerChannel, MemberLine } from "#app/domain/assistant/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { tell } from "./tell.ts";

type Answer = { ways: AnswerWay[]; usual: AnswerChannel; subject: string };

/** The answer and the way it goes, with what would become of it beside each way. Works without a script. */
export function Compose({ freshKey, path, answer }: { freshKey: string; path: string; answer: Answer }) {
	const reply = useActionData<FormReply>();
	const [fields, { text, channel }] = useForm<MemberLine>({
		lastResult: reply?.result,
		defaultValue: { channel: answer.usual },
	});
	const form = useRef<HTMLFormElement>(null);
	const key = useLineKey(form, freshKey);
	const last = useRef(0);
	const tellTyping = () => {
		if (Date.now() - last.current < 4_000) return;
		last.current = Date.now();
		tell(path, "typing");
	};
	return (
		<Form method="post" className="form" {...getFormProps(fields)} ref={form} onInput={tellTyping}>
			<ErrorSummary allErrors={fields.allErrors} ids={{ text: text.id, channel: channel.id }} />
			<input type="hidden" name="key" value={key} />
			<TextArea label="Your answer" errors={text.errors} inputProps={{ ...getTextareaProps(text), rows: 3 }} />
			<Ways answer={answer} errors={channel.errors} inputProps={getSelectProps(channel)} />
			<div>
				<SubmitButton icon="send">Send answer</SubmitButton>
			</div>
		</Form>
	);
}

type WaysProps = {
	answer: Answer;
	errors: string[] | undefined;
	inputProps: ReturnType<typeof getSelectProps>;
};

/** A choice where there is one; where the others are shut, why. */
function Ways({ answer: { ways, usual, subject }, errors, inputProps }: WaysProps) {
	const open = ways.filter((way) => way.isOpen);
	return (
		<>
			{open.length > 1 ? (
				<Select
					label="Answer by"
					errors={errors}
					inputProps={{ ...inputProps, defaultValue: inputProps.defaultValue ?? usual }}
					options={open.map((way) => ({ value: way.channel, label: labelOf(way) }))}
				/>
			) : (
				<input type="hidden" name="channel" value="chat" />
			)}
			<ul className="muted">
				{ways.map((way) => (
					<li key={way.channel}>
						<strong>{labelOf(way)}:</strong> {way.note}
						{way.isOpen && way.channel === "email" && ` The subject is “${subject}”.`}
					</li>
				))}
			</ul>
		</>
	);
}

function labelOf({ channel, address }: AnswerWay): string {
	if (channel === "chat") return "Chat";
	const label = channel === "sms" ? "Text message" : "Email";
	return address ? `${label} to ${address}` : label;
}

/**
 * The key of the line that is being written: the same until it was sent, however often the page loads meanwhile. The
 * field stays the element it is, so that focus, selection and text stay too; what was sent leaves it once it has
 * arrived (the redirect names the line), and what was typed meanwhile is the beginning of the next.
 */
function useLineKey(form: RefObject<HTMLFormElement>, freshKey: string): string {
	const { hash } = useLocation();
	const [kept, keep] = useState({ hash, key: freshKey });
	const sent = useRef("");
	useEffect(() => {
		const element = form.current;
		const note = () => {
			sent.current = writtenIn(element)?.value ?? "";
		};
		element?.addEventListener("submit", note);
		return () => element?.removeEventListener("submit", note);
	}, [form]);
	useEffect(() => {
		const field = writtenIn(form.current);
		if (hash === "" || !field || sent.current === "") return;
		if (field.value.startsWith(sent.current)) field.value = field.value.slice(sent.current.length).trimStart();
		sent.current = "";
	}, [form, hash]);
	if (kept.hash === hash) return kept.key;
	keep({ hash, key: freshKey });
	return freshKey;
}

function writtenIn(form: HTMLFormElement | null): HTMLTextAreaElement | null {
	return form?.querySelector("textarea") ?? null;
}
