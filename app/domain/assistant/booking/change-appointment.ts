import { sayInstant } from "#app/base/words/say-time.ts";
import type { ChatAppointment, ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { choices, type Draft, say } from "#app/domain/assistant/answers/draft.ts";
import type { When } from "#app/domain/assistant/rules/read-when.ts";
import type { ChatAct } from "#app/domain/assistant/schema.ts";
import type { Ctx } from "#db/context.ts";
import { askCancel } from "./ask-confirmation.ts";
import { offerSlots } from "./offer-slots.ts";

/** Times to which the customer's appointment can move; asks which, where there are several. */
export async function startMove(ctx: Ctx, facts: ChatFacts, when: When | undefined): Promise<Draft> {
	const { appointments } = facts;
	if (appointments.length === 0) {
		return say(
			"I find no appointment of yours to move. Shall we book one?",
			{ ...facts.state },
			choices("Book a time"),
		);
	}
	const [only] = appointments;
	if (appointments.length === 1 && only) return offerSlots(ctx, facts, { appointment: only }, when);
	return whichOne(facts, "Which one do you want to move?", (appointmentId) => ({ do: "ask-move", appointmentId }));
}

/** Asks whether to cancel the customer's appointment; which, where there are several. Drops what was on offer else. */
export function startCancel(facts: ChatFacts): Draft {
	const { appointments, state } = facts;
	if (state.pending && appointments.length === 0) {
		return say("All right, I have dropped that. Nothing is booked.", {}, choices("Book a time"));
	}
	if (appointments.length === 0) return say("You have no appointment booked with us.", {}, choices("Book a time"));
	const [only] = appointments;
	if (appointments.length === 1 && only) return askCancel(facts, only);
	return whichOne(facts, "Which one do you want to cancel?", (appointmentId) => ({ do: "ask-cancel", appointmentId }));
}

/** The customer declined what was asked or offered. */
export function decline({ state }: ChatFacts): Draft {
	const kept = state.serviceId ? { serviceId: state.serviceId } : {};
	if (state.pending?.do === "cancel") return say("All right, your appointment stays as it is.", kept);
	if (!state.pending && !state.offer && !state.wantsService)
		return say("All right. Write here whenever something comes up.", kept);
	const text =
		"All right, nothing was changed. Tell me a day or a time that suits you better, such as Thursday afternoon.";
	return say(text, { ...kept, wantsService: undefined }, choices("What is the earliest time?", "Talk to a person"));
}

function whichOne({ appointments, zone, state }: ChatFacts, text: string, act: (id: string) => ChatAct): Draft {
	const label = ({ title, startsAt }: ChatAppointment) => `${title}, ${sayInstant(startsAt, zone)}`;
	const all = appointments.map((appointment) => ({ label: label(appointment), act: act(appointment.id) }));
	return say(text, { ...state, offer: undefined, pending: undefined }, { kind: "choices", choices: all });
}
