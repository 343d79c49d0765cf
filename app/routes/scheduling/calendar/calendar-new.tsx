import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isNear, readDate } from "#app/base/time.ts";
import { bookAsMember } from "#app/domain/scheduling/booking-page/book-as-member.ts";
import { MemberBookingForm, Minutes } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { getMemberBooking } from "#app/domain/scheduling/booking-page/member-booking-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { HostStep, LengthStep, ServiceStep, TimeStep } from "./booking-steps.tsx";
import { PersonStep } from "./person-step.tsx";

export const meta = () => [{ title: "Book appointment · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.book", async (ctx) => {
		const asked = new URL(args.request.url).searchParams;
		const keep = keepOf(asked);
		const found = await getMemberBooking(ctx, {
			locationId: keep.location,
			serviceId: keep.service,
			memberId: keep.member,
			minutes: Minutes.safeParse(keep.minutes).data,
			title: keep.title,
			contactId: keep.contact,
			from: readDate(asked.get("from")),
		});
		const slot = new Date(asked.get("slot") ?? "");
		return { ...found, slot: isNear(slot) ? slot.toISOString() : null, own: asked.get("own"), keep };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "appointments.book", schema: MemberBookingForm }, async (ctx, input) => {
		const booked = await bookAsMember(ctx, input);
		return { to: `/calendar/${booked.id}`, flash: "The appointment is booked." };
	});

export default function BookPage() {
	const booking = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page title="Book appointment" crumbs={[{ label: "Calendar", href: "/calendar" }]} width="narrow" search={null}>
			<Step booking={booking} reply={reply} />
		</Page>
	);
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** The first thing that is still open: with whom, what, when, for whom. */
function Step({ booking, reply }: { booking: Data; reply: ReturnType<typeof useActionData<typeof action>> }) {
	const { place, work, slot, own } = booking;
	if (!place) return <HostStep {...booking} />;
	if (!work) return place.kind === "member" ? <LengthStep {...booking} /> : <ServiceStep {...booking} />;
	if (!slot && !own && !reply) return <TimeStep {...booking} />;
	return <PersonStep booking={booking} reply={reply} />;
}

const CARRIED = ["location", "service", "member", "minutes", "title", "contact"] as const;
type Carried = Partial<Record<(typeof CARRIED)[number], string>>;

/** What was chosen so far. The first choice comes as one field: "location" or "member", and its id. */
function keepOf(asked: URLSearchParams): Carried & Record<string, string> {
	const [kind, id] = (asked.get("with") ?? "").split(" ");
	const pairs = CARRIED.map((name) => [name, (name === kind ? id : asked.get(name)) ?? ""] as const);
	return Object.fromEntries(pairs.filter(([, value]) => value !== "")) as Carried & Record<string, string>;
}
