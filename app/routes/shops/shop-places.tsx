import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { countOf } from "#app/ui/lists/count.tsx";

type Place = { externalId: string; name: string; locationId: string | null; services: number };

/** Which of our locations each of the shop's is. Orders of one without are kept and wait for it. */
export function ShopPlaces({
	places,
	ours,
}: {
	places: readonly Place[];
	ours: readonly { id: string; name: string }[];
}) {
	if (places.length === 0) {
		return <p className="muted">The shop has not told its locations yet. Test the connection to ask for them.</p>;
	}
	return (
		<Form method="post" className="form" key={places.map((place) => place.locationId).join()}>
			{places.map((place, index) => (
				<div key={place.externalId}>
					<input type="hidden" name={`places[${index}].externalId`} value={place.externalId} />
					<Select
						label={place.name || place.externalId}
						help={place.locationId ? countOf(place.services, "service") : "Its orders are kept and make no lead."}
						empty="Not mapped"
						inputProps={{ name: `places[${index}].locationId`, defaultValue: place.locationId ?? "" }}
						options={ours.map(({ id, name }) => ({ value: id, label: name }))}
					/>
				</div>
			))}
			<FormActions>
				<SubmitButton name="act" value="map">
					Save locations
				</SubmitButton>
			</FormActions>
		</Form>
	);
}
