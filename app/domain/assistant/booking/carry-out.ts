import { AppError } from "#app/base/errors.ts";
import { sayInstant, sayLength, sayMoney } from "#app/base/words/say-time.ts";
import type { ChatAppointment, ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { choices, type Draft, say } from "#app/domain/assistant/answers/draft.ts";
import type { ChatAct, ChatPart } from "#app/domain/assistant/schema.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import type { Ctx } from "#db/context.ts";
import { sayReady, type Wanted } from "./free-times.ts";
import { offer, offerSlots } from "./offer-slots.ts";

type Booking = Extract<ChatAct, { do: "book" }>;
type Move = Extract<ChatAct, { do: "move" }>;

/** Books what the customer confirmed. A slot that is gone is answered with others; confirmed twice is booked once. */
export async function carryOutBooking(ctx: Ctx, facts: ChatFacts, act: Booking): Promise<Draft> {
	const service = facts.services.find(({ id }) => id === act.serviceId);
	if (!service || !facts.location) return outOfDate(facts);
	const known = facts.appointments.find(
		({ serviceId, startsAt }) => serviceId === service.id && startsAt === Date.parse(act.startsAt),
	);
	try {
		const booked = await bookAppointment(ctx, {
			locationId: facts.location.id,
			serviceId: service.id,
			startsAt: new Date(act.startsAt),
			contactId: facts.contact.id,
			...(facts.lead ? { leadId: facts.lead.id } : {}),
			conversationId: facts.conversationId,
			origin: "chat",
		});
		const text = known ? "That is booked already." : "Booked. Here is your appointment.";
		return say(text, { serviceId: service.id }, await card(ctx, facts, booked, "Your appointment"));
	} catch (error) {
		return others(ctx, facts, { service }, error);
	}
}

export async function carryOutMove(ctx: Ctx, facts: ChatFacts, act: Move): Promise<Draft> {
	const appointment = facts.appointments.find(({ id }) => id === act.appointmentId);
	if (!appointment) return outOfDate(facts);
	try {
		const moved = await moveAppointment(ctx, { appointmentId: appointment.id, startsAt: new Date(act.startsAt) });
		return say("Moved. Here is your appointment.", {}, await card(ctx, facts, moved, "Your appointment"));
	} catch (error) {
		return others(ctx, facts, { appointment }, error);
	}
}

export async function carryOutCancel(ctx: Ctx, facts: ChatFacts, appointmentId: string): Promise<Draft> {
	const appointment = facts.appointments.find(({ id }) => id === appointmentId);
	if (!appointment) return say("That appointment is not booked any more.", {}, choices("Book a time"));
	try {
		await cancelAppointment(ctx, { appointmentId, reason: "Cancelled by the customer in the chat" });
	} catch (error) {
		return refused(facts, error);
	}
	const when = sayInstant(appointment.startsAt, facts.zone);
	return say(`Your ${appointment.title} on ${when} is cancelled.`, { hasCancelled: true }, again(facts, appointment));
}

/** The way back to what was cancelled, by its own button: a word such as "book a time" may mean anything now. */
function again({ services }: ChatFacts, { serviceId }: ChatAppointment): ChatPart {
	const service = services.find(({ id }) => id === serviceId);
	if (!service) return choices("Book a time");
	const act = { do: "ask-times", serviceId: service.id } as const;
	return { kind: "choices", choices: [{ label: `Book ${service.name} again`, act }, { label: "Book a time" }] };
}

/** A button that no longer means anything here: from an old page, or about what is not this customer's. */
export function outOfDate({ state }: ChatFacts): Draft {
	const text = "That is no longer on offer. Nothing was changed.";
	return say(text, { ...(state.serviceId ? { serviceId: state.serviceId } : {}) }, choices("Book a time"));
}

async function others(ctx: Ctx, facts: ChatFacts, wanted: Wanted, error: unknown): Promise<Draft> {
	if (!(error instanceof AppError) || error.status !== 409) return refused(facts, error);
	const found = (error.data.alternatives ?? []) as { startsAt: Date }[];
	if (found.length === 0) return offerSlots(ctx, facts, wanted, undefined);
	return offer(
		facts,
		wanted,
		found.map(({ startsAt }) => startsAt.getTime()),
		"Sorry, somebody was faster and that time is taken. Nothing was changed. These are the nearest free ones.",
	);
}

function refused(facts: ChatFacts, error: unknown): Draft {
	if (error instanceof AppError && error.status < 500) {
		return say(
			`${error.message} Nothing was changed.`,
			{ ...facts.state, pending: undefined },
			choices("Talk to a person"),
		);
	}
	throw error;
}

async function card(ctx: Ctx, facts: ChatFacts, appointment: Appointment, title: string): Promise<ChatPart> {
	const { url } = await createPublicLink(ctx, {
		kind: "appointment",
		subjectId: appointment.id,
		contactId: facts.contact.id,
	});
	const minutes = Math.round((appointment.endsAt.getTime() - appointment.startsAt.getTime()) / 60_000);
	const { priceCents, currency } = appointment;
	const service = facts.services.find(({ id }) => id === appointment.serviceId);
	const lines = [
		appointment.title,
		sayInstant(appointment.startsAt.getTime(), facts.zone),
		`About ${sayLength(service?.durationMinutes ?? minutes)}${priceCents === null || !currency ? "" : `, ${sayMoney(priceCents, currency)}`}`,
		...[sayReady(appointment.startsAt, appointment.endsAt, facts.zone)].filter((line) => line !== undefined),
		...[facts.location?.name, facts.location?.address].filter((line) => line !== null && line !== undefined),
	];
	const { pathname } = new URL(url);
	const links = [
		{ label: "Add to calendar", href: `${pathname}/calendar.ics` },
		{ label: "Change or cancel", href: pathname },
	];
	return { kind: "card", title, lines, links, startsAt: appointment.startsAt.toISOString() };
}
