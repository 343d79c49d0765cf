import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { SlotButton, type SlotDay, SlotDays } from "#app/routes/scheduling/booking/slot-days.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";

/** A location's free times, and a time of one's own beside them: members may book outside the hours. */
export function MemberSlots({
	method,
	days,
	zone,
	keep,
	ownName,
}: {
	method: "get" | "post";
	days: readonly SlotDay[];
	zone: string;
	/** Carried along as hidden fields. */
	keep: Record<string, string>;
	/** The name of the field for a time of one's own. */
	ownName: string;
}) {
	const kept = Object.entries(keep).map(([name, value]) => (
		<input key={name} type="hidden" name={name} value={value} />
	));
	return (
		<>
			{days.length === 0 && (
				<EmptyState
					icon="calendar"
					title="No free time in the next weeks"
					text="You can book a time of your own below."
				/>
			)}
			<Form method={method} discover="none">
				{kept}
				<SlotDays
					days={days}
					zone={zone}
					placeZone={zone}
					slot={(startsAt, words) => (
						<SlotButton key={startsAt.toISOString()} at={startsAt}>
							{words}
						</SlotButton>
					)}
				/>
			</Form>
			<OwnTime method={method} zone={zone} kept={kept} name={ownName} />
		</>
	);
}

type OwnTimeProps = { method: "get" | "post"; zone: string; kept: ReactNode; name: string };

function OwnTime({ method, zone, kept, name }: OwnTimeProps) {
	return (
		<details className="filter">
			<summary className="btn btn-small">Another time, outside the hours</summary>
			<Form method={method} className="filter-form" discover="none">
				{kept}
				<TextInput
					label="Date and time"
					help={`On the clocks of ${zone}`}
					inputProps={{ name, type: "datetime-local", required: true }}
				/>
				<SubmitButton tone="plain">Take this time</SubmitButton>
			</Form>
		</details>
	);
}
