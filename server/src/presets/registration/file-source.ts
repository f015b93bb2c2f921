/** What `HYPRBOX_PRESETS_DIR` is called among the sources of presets; repositories have ids of their own. */
export const fileSourceId = '00000000-0000-0000-0000-000000000000';
