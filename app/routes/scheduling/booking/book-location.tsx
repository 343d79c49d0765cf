import { getFormProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { isNear, isZone, readDate } from "#app/base/time.ts";
import { bookAsVisitor } from "#app/domain/scheduling/booking-page/book-as-visitor.ts";
import { BookingForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { getBookingPage } from "#app/domain/scheduling/booking-page/booking-page-queries.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded } from "#app/doors/page.ts";
import { asVisitor, openBookingPage } from "#app/doors/public/booking-org.ts";
import { formatDay, formatInstant, formatLength } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { PersonFields } from "./person-fields.tsx";
import { SlotDays, When } from "./slot-days.tsx";
import { ZoneForm } from "./zone-form.tsx";

export const handle = { plain: true, script: "/booking.js" };
export const meta = ({ data }: { data?: { org: { name: string }; place: { name: string } } }) => [
	{ title: data ? `Book at ${data.place.name}` : "Book" },
];

/** One page for every step, its state in the address: service, then day and time, then who comes. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const org = await openBookingPage(args, args.params.orgSlug);
		const asked = new URL(args.request.url).searchParams;
		const tz = asked.get("tz");
		const asSlot = new Date(asked.get("slot") ?? "");
		const slot = isNear(asSlot) ? asSlot : null;
		const found = await asVisitor(args, org, (ctx) =>
			getBookingPage(ctx, {
				slug: args.params.locationSlug ?? "",
				serviceId: asked.get("service") ?? undefined,
				from: readDate(asked.get("from")),
				zone: isZone(tz) ? tz : undefined,
				slot: slot ?? undefined,
			}),
		);
		return { org, ...found, slot };
	});

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, BookingForm, async (input) => {
		const org = await openBookingPage(args, args.params.orgSlug);
		const { url } = await asVisitor(args, org, (ctx) =>
			bookAsVisitor(ctx, { slug: args.params.locationSlug ?? "", ...input }),
		);
		const zone = input.tz ? `?tz=${encodeURIComponent(input.tz)}` : "";
		return {
			to: `${new URL(url).pathname}${zone}`,
			flash: "Your appointment is booked.",
		};
	});

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function BookLocationPage() {
	const data = useLoaderData<typeof loader>();
	const { org, place, service, slot } = data;
	const reply = useActionData<typeof action>();
	const step = !service ? "service" : slot || reply ? "person" : "time";
	return (
		<PublicFrame
			org={{ name: org.name, color: org.colour }}
			title={`Book at ${place.name}`}
			foot={[place.name, place.address, place.phone].filter(Boolean).join(", ")}
		>
			<div className="stack">
				{step === "service" && <ServiceStep data={data} />}
				{step === "time" && <TimeStep data={data} />}
				{step === "person" && <PersonStep data={data} />}
			</div>
		</PublicFrame>
	);
}

function ServiceStep({ data: { services, zone, place } }: { data: Data }) {
	if (services.length === 0) {
		return (
			<EmptyState icon="calendar" title="Nothing to book here yet" text="Write or call, and we will find a time." />
		);
	}
	return (
		<form method="get" className="form">
			<Select
				label="Service"
				empty="Choose a service"
				inputProps={{ name: "service", required: true }}
				options={services.map((one) => ({ value: one.id, label: sayService(one) }))}
			/>
			{zone !== place.zone && <input type="hidden" name="tz" value={zone} />}
			<FormActions>
				<SubmitButton>Show free times</SubmitButton>
			</FormActions>
		</form>
	);
}

function TimeStep({ data }: { data: Data }) {
	const { service, days, zone, place, next, earlier } = data;
	return (
		<>
			<p>
				<strong>{sayService(service!)}</strong> <a href={address(data, { service: null })}>Change service</a>
			</p>
			<ZoneForm zone={zone} placeZone={place.zone} keep={{ service: service!.id }} />
			{days.length === 0 ? (
				<EmptyState
					icon="calendar"
					title="No free time in the next weeks"
					text="Write or call, and we will find one."
				/>
			) : (
				<SlotDays
					days={days}
					zone={zone}
					placeZone={place.zone}
					slot={(startsAt, words) => (
						<Link
							key={startsAt.toISOString()}
							className="btn slot"
							to={address(data, { slot: startsAt.toISOString() })}
							discover="none"
						>
							{words}
						</Link>
					)}
				/>
			)}
			<p className="cluster">
				{earlier && <ButtonLink to={address(data, { from: null })}>From today</ButtonLink>}
				{next && <ButtonLink to={address(data, { from: next })}>Later days</ButtonLink>}
			</p>
		</>
	);
}

function PersonStep({ data }: { data: Data }) {
	const { service, slot, zone, place, endsAt } = data;
	const reply = useActionData<typeof action>();
	const [form, fields] = useForm<Record<"service" | "slot" | "name" | "email" | "phone" | "tz", string>>({
		id: "book",
		lastResult: reply?.result,
	});
	const offered = reply?.detail?.alternatives as { startsAt: Date }[] | undefined;
	const wanted = fields.slot.initialValue ?? slot?.toISOString();
	return (
		<Form method="post" className="form" {...getFormProps(form)} action={address(data, {})}>
			<ErrorSummary allErrors={form.allErrors} form={form.id} />
			<p>
				<strong>{sayService(service!)}</strong>
			</p>
			<input type="hidden" name="service" value={service!.id} />
			<input type="hidden" name="tz" value={zone} />
			{offered ? (
				<Offered slots={offered} zone={zone} id={fields.slot.id} />
			) : (
				wanted && (
					<p>
						<When at={new Date(wanted)} zone={zone} placeZone={place.zone} />
						{slot && endsAt && isOtherDay(slot, endsAt, place.zone) && (
							<>
								<br />
								Ready <When at={endsAt} zone={zone} placeZone={place.zone} />
							</>
						)}
						<br />
						{[place.name, place.address].filter(Boolean).join(", ")}
						<input type="hidden" name="slot" value={wanted} />
					</p>
				)
			)}
			<p>
				<a href={address(data, { slot: null })}>See other times</a>
			</p>
			<PersonFields fields={fields} />
			<FormActions>
				<SubmitButton>Book appointment</SubmitButton>
			</FormActions>
		</Form>
	);
}

/** After a refusal: other times in the same form, so that nothing has to be typed again. */
function Offered({ slots, zone, id }: { slots: { startsAt: Date }[]; zone: string; id: string }) {
	const options = slots.map(({ startsAt }) => {
		const value = new Date(startsAt).toISOString();
		return { value, label: formatInstant(value, zone) };
	});
	return (
		<RadioGroup
			id={id}
			label="Another time"
			name="slot"
			options={options}
			chosen={options[0] ? [options[0].value] : []}
			required
		/>
	);
}

/** Work that ends on another day keeps the vehicle: then its end is said before the booking. */
function isOtherDay(startsAt: Date, endsAt: Date, zone: string): boolean {
	return formatDay(startsAt, zone) !== formatDay(endsAt, zone);
}

function sayService(service: NonNullable<Data["service"]>): string {
	const price = service.priceCents === null ? "price on request" : formatMoney(service.priceCents, service.currency);
	return `${service.name}, ${formatLength(service.durationMinutes! * 60_000)}, ${price}`;
}

/** The address of this page with its state, changed where `change` says; null leaves a part out. */
function address(data: Data, change: { service?: null; slot?: string | null; from?: string | null }): string {
	const parts: Record<string, string | null | undefined> = {
		service: data.service?.id,
		from: data.earlier ? data.first : null,
		slot: data.slot?.toISOString(),
		tz: data.zone === data.place.zone ? null : data.zone,
		...change,
	};
	const kept = Object.entries(parts).filter((pair): pair is [string, string] => Boolean(pair[1]));
	const query = new URLSearchParams(kept).toString();
	return query ? `?${query}` : "?";
}
