/** An appointment as it is stored, as far as a comparison with the shop needs it. */
export type KnownAppointment = {
	id: string;
	external_id: string | null;
	origin: string;
	state: string;
	bay: number | null;
	title: string;
	starts_at: Date;
	ends_at: Date;
	sequence: number;
	synced_sequence: number | null;
	sync_state: string;
};
