/** Where the image of the migrated embedded database stands; set by the setup, inherited by each test file's process. */
export function imageFile(): string {
	process.env.PERIGEE_TEST_IMAGE ??= `.cache/test-image-${process.pid}.tar`;
	return process.env.PERIGEE_TEST_IMAGE;
}
