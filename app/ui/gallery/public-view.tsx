import { ChatMessage, ChatThread, ReplyCard, SlotButtons, TypingIndicator } from "#app/ui/chat/chat.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { zone } from "./samples.ts";

const days = [
	{
		label: "Tue 24 Nov",
		slots: ["17:00", "18:30", "23:30"].map((time) => slot(`2026-11-24T${time}:00Z`)),
	},
	{
		label: "Wed 25 Nov",
		slots: ["16:00", "16:30", "20:00", "21:30", "22:00"].map((time) => slot(`2026-11-25T${time}:00Z`)),
	},
];

/** The chat of a customer, in the organisation's colour. */
export function ChatView() {
	return (
		<PublicFrame
			org={{ name: "Harbor Auto Care", color: "#e8622c" }}
			title="Your brakes"
			foot="Harbor Auto Care, 2200 Broadway, Oakland. You get this because you asked for an estimate."
		>
			<div className="stack">
				<ChatThread label="Conversation">
					<ChatMessage
						author="Harbor assistant"
						at="2026-11-21T17:46:00Z"
						source="rules"
						text="Hello Ana. Your estimate for brake pads is $310.00. Would you like a time?"
					/>
					<ChatMessage own author="You" at="2026-11-21T17:50:00Z" text="Tuesday afternoon, please" state="Read" />
					<ChatMessage
						author="Harbor assistant"
						at="2026-11-21T17:51:00Z"
						source="rules"
						text="These are free in Oakland:"
					>
						<ReplyCard title="Brake pads, 1 h 20 min, $310.00">
							<SlotButtons action="/chat/book" days={days} zone={zone} more="/chat/times" />
						</ReplyCard>
					</ChatMessage>
					<TypingIndicator who="Hana" />
				</ChatThread>
				<form className="compose" method="post">
					<TextArea
						label="Message"
						hideLabel
						inputProps={{ name: "message", rows: 1, placeholder: "Write a message" }}
					/>
					<SubmitButton icon="send">Send</SubmitButton>
				</form>
			</div>
		</PublicFrame>
	);
}

/** The page to sign in. */
export function SignInView() {
	return (
		<PlainPage
			title="Sign in"
			foot={
				<p>
					<a href="/reset">Forgot the password?</a>
				</p>
			}
		>
			<form className="form" method="post">
				<TextInput label="Email" inputProps={{ name: "email", type: "email", autoComplete: "username" }} />
				<TextInput
					label="Password"
					errors={["Email or password is not right."]}
					inputProps={{ name: "password", type: "password", autoComplete: "current-password" }}
				/>
				<SubmitButton>Sign in</SubmitButton>
			</form>
		</PlainPage>
	);
}

function slot(startsAt: string) {
	return { value: startsAt, startsAt };
}
