import { Form } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { VoiceButton } from "./voice.tsx";

/**
 * The line to write in. Its key is drawn with the page, so that sending it twice is sending it once. Enter sends and
 * Shift+Enter breaks the line; without a script the button does.
 */
export function AskForm({
	action,
	keyed,
	typed,
	errors,
	isBusy,
	label = "Your question",
	large,
	after = "",
	seen = [],
}: {
	action: string;
	keyed: string;
	/** The question that was asked last: once there is another one, the field begins empty again. */
	after?: string | undefined;
	/** The changes that the page asks about: "yes" is said to these. */
	seen?: readonly { id: string }[];
	typed: string;
	errors: readonly string[];
	isBusy?: boolean;
	label?: string;
	large?: boolean;
}) {
	const [isLive, setLive] = useState(false);
	const field = useRef<HTMLTextAreaElement>(null);
	useEffect(() => setLive(true), []);
	const fill = (words: string) => {
		if (field.current) field.current.value = words;
	};
	return (
		<Form discover="none" method="post" action={action} className="ask" data-unsaved>
			<input type="hidden" name="key" value={keyed} />
			{isLive && <input type="hidden" name="live" value="1" />}
			{seen.length > 0 && <input type="hidden" name="seen" value={seen.map(({ id }) => id).join(" ")} />}
			<label htmlFor="ask-text" className={large ? "field-label" : "hidden-text"}>
				{label}
			</label>
			{errors.map((text) => (
				<p key={text} id="ask-error" role="alert" className="field-error">
					{text}
				</p>
			))}
			<div className="ask-line">
				<textarea
					ref={field}
					// Not the load's key: a refresh would take away what is being typed.
					key={after}
					id="ask-text"
					name="text"
					className="input"
					rows={large ? 3 : 2}
					defaultValue={typed}
					placeholder="Ask about a customer, the calendar, a document"
					aria-invalid={errors.length > 0 || undefined}
					aria-describedby={errors.length > 0 ? "ask-error" : undefined}
					enterKeyHint="send"
					onKeyDown={(event) => {
						if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
						event.preventDefault();
						event.currentTarget.form?.requestSubmit();
					}}
				/>
				<VoiceButton onWords={fill} />
				<SubmitButton tone="primary" icon="send" disabled={isBusy ?? false}>
					Ask
				</SubmitButton>
			</div>
		</Form>
	);
}
