CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE about (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_about PRIMARY KEY ("key")
);

CREATE TABLE counter (
	name VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_counter PRIMARY KEY (name)
);

CREATE TABLE entry (
	id INTEGER NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	recorded_by VARCHAR NOT NULL, 
	decided_by VARCHAR NOT NULL, 
	command VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, signed_in VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_entry PRIMARY KEY (id)
);

CREATE TABLE pack_duty (
	procedure VARCHAR NOT NULL, 
	duty VARCHAR NOT NULL, 
	rules VARCHAR NOT NULL, 
	CONSTRAINT pk_pack_duty PRIMARY KEY (procedure, duty)
);

CREATE TABLE worklist (
	task VARCHAR NOT NULL, 
	episode VARCHAR NOT NULL, 
	family VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	worker VARCHAR NOT NULL, 
	held_by VARCHAR NOT NULL, 
	responsible VARCHAR NOT NULL, 
	tray VARCHAR NOT NULL, 
	duty VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	child VARCHAR NOT NULL, 
	children VARCHAR NOT NULL, 
	started_on VARCHAR NOT NULL, 
	due VARCHAR, 
	due_at VARCHAR NOT NULL, 
	limit_on VARCHAR, 
	strength VARCHAR NOT NULL, 
	ends_with_episode BOOLEAN NOT NULL, 
	procedure VARCHAR NOT NULL, 
	rule INTEGER NOT NULL, on_hold_since VARCHAR DEFAULT '' NOT NULL, "key" VARCHAR DEFAULT '' NOT NULL, band VARCHAR DEFAULT '' NOT NULL, seen_on VARCHAR DEFAULT '' NOT NULL, reached_on VARCHAR DEFAULT '' NOT NULL, act VARCHAR DEFAULT '' NOT NULL, waits_for VARCHAR DEFAULT '' NOT NULL, meeting VARCHAR DEFAULT '' NOT NULL, how VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_worklist PRIMARY KEY (task)
);

CREATE INDEX ix_worklist_episode ON worklist (episode);

CREATE INDEX ix_worklist_team_due ON worklist (team, due);

CREATE INDEX ix_worklist_worker ON worklist (worker);

CREATE TABLE agency (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, address VARCHAR DEFAULT '' NOT NULL, email VARCHAR DEFAULT '' NOT NULL, phone VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_agency PRIMARY KEY (number), 
	CONSTRAINT fk_agency_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE choice (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	decided_by VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_choice PRIMARY KEY (number), 
	CONSTRAINT fk_choice_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE family (
	ref VARCHAR NOT NULL, 
	entry INTEGER NOT NULL, 
	CONSTRAINT pk_family PRIMARY KEY (ref), 
	CONSTRAINT fk_family_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE person (
	ref VARCHAR NOT NULL, 
	entry INTEGER NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (ref), 
	CONSTRAINT fk_person_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE seal (
	entry INTEGER NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, covers VARCHAR DEFAULT 'facts' NOT NULL, parts VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_seal PRIMARY KEY (entry), 
	CONSTRAINT fk_seal_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE team (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	aliases VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, 
	CONSTRAINT pk_team PRIMARY KEY (number), 
	CONSTRAINT fk_team_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE worker (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	login VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	agency VARCHAR NOT NULL, 
	ehm_user BOOLEAN NOT NULL, 
	until VARCHAR NOT NULL, email VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_worker PRIMARY KEY (number), 
	CONSTRAINT fk_worker_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE INDEX ix_worker_login ON worker (login);

CREATE TABLE address (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	lines VARCHAR NOT NULL, 
	postcode VARCHAR NOT NULL, 
	since VARCHAR NOT NULL, confirmed BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_address PRIMARY KEY (number), 
	CONSTRAINT fk_address_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_address_person_person FOREIGN KEY(person) REFERENCES person (ref)
);

CREATE INDEX ix_address_person ON address (person);

CREATE TABLE episode (
	ref VARCHAR NOT NULL, 
	entry INTEGER NOT NULL, 
	family VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	opened_on VARCHAR NOT NULL, 
	procedure VARCHAR NOT NULL, 
	pack_version VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	route VARCHAR NOT NULL, 
	external_number VARCHAR NOT NULL, 
	worker VARCHAR NOT NULL, 
	closed_on VARCHAR NOT NULL, 
	end_reason VARCHAR NOT NULL, 
	CONSTRAINT pk_episode PRIMARY KEY (ref), 
	CONSTRAINT fk_episode_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_episode_family_family FOREIGN KEY(family) REFERENCES family (ref)
);

CREATE INDEX ix_episode_family ON episode (family);

CREATE INDEX ix_episode_team_closed_on ON episode (team, closed_on);

CREATE TABLE member (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	family VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, until VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_member PRIMARY KEY (number), 
	CONSTRAINT fk_member_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_member_family_family FOREIGN KEY(family) REFERENCES family (ref), 
	CONSTRAINT fk_member_person_person FOREIGN KEY(person) REFERENCES person (ref)
);

CREATE INDEX ix_member_family ON member (family);

CREATE INDEX ix_member_person ON member (person);

CREATE TABLE name_word (
	word VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	CONSTRAINT pk_name_word PRIMARY KEY (word, person), 
	CONSTRAINT fk_name_word_person_person FOREIGN KEY(person) REFERENCES person (ref)
);

CREATE TABLE person_details (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	born VARCHAR NOT NULL, 
	sex VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	safe_to_write BOOLEAN NOT NULL, unsafe_because VARCHAR DEFAULT '' NOT NULL, email VARCHAR DEFAULT '' NOT NULL, formats VARCHAR DEFAULT '' NOT NULL, died_on VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_person_details PRIMARY KEY (number), 
	CONSTRAINT fk_person_details_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_person_details_person_person FOREIGN KEY(person) REFERENCES person (ref)
);

CREATE INDEX ix_person_details_born ON person_details (born);

CREATE INDEX ix_person_details_person ON person_details (person);

CREATE TABLE case_note (
	ref VARCHAR NOT NULL, 
	entry INTEGER NOT NULL, 
	episode VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	happened_on VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	worker VARCHAR NOT NULL, 
	copied_to VARCHAR NOT NULL, 
	draft BOOLEAN NOT NULL, open_to VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_case_note PRIMARY KEY (ref), 
	CONSTRAINT fk_case_note_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_case_note_episode_episode FOREIGN KEY(episode) REFERENCES episode (ref)
);

CREATE INDEX ix_case_note_episode ON case_note (episode);

CREATE TABLE episode_child (
	episode VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	CONSTRAINT pk_episode_child PRIMARY KEY (episode, person), 
	CONSTRAINT fk_episode_child_episode_episode FOREIGN KEY(episode) REFERENCES episode (ref), 
	CONSTRAINT fk_episode_child_person_person FOREIGN KEY(person) REFERENCES person (ref)
);

CREATE INDEX ix_episode_child_person ON episode_child (person);

CREATE TABLE fact (
	id INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	episode VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	happened_on VARCHAR NOT NULL, 
	happened_at VARCHAR NOT NULL, 
	details VARCHAR NOT NULL, 
	root INTEGER NOT NULL, 
	withdraws INTEGER, 
	CONSTRAINT pk_fact PRIMARY KEY (id), 
	CONSTRAINT fk_fact_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_fact_episode_episode FOREIGN KEY(episode) REFERENCES episode (ref), 
	CONSTRAINT fk_fact_withdraws_fact FOREIGN KEY(withdraws) REFERENCES fact (id), 
	CONSTRAINT uq_fact_withdraws UNIQUE (withdraws)
);

CREATE INDEX ix_fact_entry ON fact (entry);

CREATE INDEX ix_fact_episode_happened_on ON fact (episode, happened_on);

CREATE TABLE letter (
	ref VARCHAR NOT NULL, 
	entry INTEGER NOT NULL, 
	episode VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	template_version VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	addressee VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	dated VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, enclosures VARCHAR DEFAULT '' NOT NULL, released_by VARCHAR DEFAULT '' NOT NULL, template_hash VARCHAR DEFAULT '' NOT NULL, options VARCHAR DEFAULT '' NOT NULL, words VARCHAR DEFAULT '' NOT NULL, open_to VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_letter PRIMARY KEY (ref), 
	CONSTRAINT fk_letter_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_letter_episode_episode FOREIGN KEY(episode) REFERENCES episode (ref)
);

CREATE INDEX ix_letter_episode ON letter (episode);

CREATE TABLE meeting (
	ref VARCHAR NOT NULL, 
	episode VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	planned_on VARCHAR NOT NULL, 
	planned_at VARCHAR NOT NULL, 
	venue VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	held_on VARCHAR NOT NULL, 
	minutes VARCHAR NOT NULL, 
	CONSTRAINT pk_meeting PRIMARY KEY (ref), 
	CONSTRAINT fk_meeting_episode_episode FOREIGN KEY(episode) REFERENCES episode (ref)
);

CREATE INDEX ix_meeting_episode ON meeting (episode);

CREATE INDEX ix_meeting_planned_on ON meeting (planned_on);

CREATE TABLE task (
	ref VARCHAR NOT NULL, 
	episode VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, mark VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_task PRIMARY KEY (ref), 
	CONSTRAINT fk_task_episode_episode FOREIGN KEY(episode) REFERENCES episode (ref), 
	CONSTRAINT uq_task_episode_key UNIQUE (episode, "key")
);

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append-only: update is refused'); END;

CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append-only: delete is refused'); END;

CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'entry is append-only: this number stands'); END;

CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only: update is refused'); END;

CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only: delete is refused'); END;

CREATE TRIGGER seal_no_replace BEFORE INSERT ON seal WHEN EXISTS (SELECT 1 FROM seal WHERE entry = NEW.entry) BEGIN SELECT RAISE(ABORT, 'seal is append-only: this number stands'); END;

CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append-only: update is refused'); END;

CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append-only: delete is refused'); END;

CREATE TRIGGER fact_no_replace BEFORE INSERT ON fact WHEN EXISTS (SELECT 1 FROM fact WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'fact is append-only: this number stands'); END;

CREATE TABLE undone (
	entry INTEGER NOT NULL, 
	by_entry INTEGER NOT NULL, 
	CONSTRAINT pk_undone PRIMARY KEY (entry), 
	CONSTRAINT fk_undone_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_undone_by_entry_entry FOREIGN KEY(by_entry) REFERENCES entry (id)
);

CREATE TABLE looked (
	number INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	command VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, signed_in VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_looked PRIMARY KEY (number)
);

CREATE INDEX ix_looked_by ON looked ("by");

CREATE INDEX ix_looked_ref ON looked (ref);

CREATE TABLE relation (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	family VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	child VARCHAR NOT NULL, 
	relation VARCHAR NOT NULL, 
	responsibility VARCHAR NOT NULL, 
	CONSTRAINT pk_relation PRIMARY KEY (number), 
	CONSTRAINT fk_relation_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_relation_family_family FOREIGN KEY(family) REFERENCES family (ref), 
	CONSTRAINT fk_relation_person_person FOREIGN KEY(person) REFERENCES person (ref), 
	CONSTRAINT fk_relation_child_person FOREIGN KEY(child) REFERENCES person (ref)
);

CREATE INDEX ix_relation_family ON relation (family);

CREATE INDEX ix_relation_person ON relation (person);

CREATE INDEX ix_relation_child ON relation (child);

CREATE TABLE restriction (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	family VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	because VARCHAR NOT NULL, 
	since VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, 
	CONSTRAINT pk_restriction PRIMARY KEY (number), 
	CONSTRAINT fk_restriction_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_restriction_family_family FOREIGN KEY(family) REFERENCES family (ref), 
	CONSTRAINT fk_restriction_person_person FOREIGN KEY(person) REFERENCES person (ref), 
	CONSTRAINT fk_restriction_other_person FOREIGN KEY(other) REFERENCES person (ref)
);

CREATE INDEX ix_restriction_family ON restriction (family);

CREATE INDEX ix_restriction_person ON restriction (person);

CREATE INDEX ix_restriction_other ON restriction (other);

CREATE TABLE family_flag (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	family VARCHAR NOT NULL, 
	because VARCHAR NOT NULL, 
	since VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, 
	CONSTRAINT pk_family_flag PRIMARY KEY (number), 
	CONSTRAINT fk_family_flag_entry_entry FOREIGN KEY(entry) REFERENCES entry (id), 
	CONSTRAINT fk_family_flag_family_family FOREIGN KEY(family) REFERENCES family (ref)
);

CREATE INDEX ix_family_flag_family ON family_flag (family);

CREATE TABLE group_member (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	login VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, 
	CONSTRAINT pk_group_member PRIMARY KEY (number), 
	CONSTRAINT fk_group_member_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE INDEX ix_group_member_slug ON group_member (slug);

CREATE TABLE plan_part (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	meeting VARCHAR NOT NULL, 
	part VARCHAR NOT NULL, 
	child VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_plan_part PRIMARY KEY (number), 
	CONSTRAINT fk_plan_part_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE INDEX ix_plan_part_meeting ON plan_part (meeting);

CREATE TABLE plan_action (
	number INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	meeting VARCHAR NOT NULL, 
	item INTEGER NOT NULL, 
	action VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	by_when VARCHAR NOT NULL, 
	child VARCHAR NOT NULL, 
	done_on VARCHAR NOT NULL, 
	CONSTRAINT pk_plan_action PRIMARY KEY (number), 
	CONSTRAINT fk_plan_action_entry_entry FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE INDEX ix_plan_action_meeting ON plan_action (meeting);

CREATE TRIGGER person_no_update BEFORE update ON person BEGIN SELECT RAISE(ABORT, 'person is append-only: update is refused'); END;

CREATE TRIGGER person_no_delete BEFORE delete ON person BEGIN SELECT RAISE(ABORT, 'person is append-only: delete is refused'); END;

CREATE TRIGGER person_no_replace BEFORE INSERT ON person WHEN EXISTS (SELECT 1 FROM person WHERE ref = NEW.ref) BEGIN SELECT RAISE(ABORT, 'person is append-only: this row stands'); END;

CREATE TRIGGER family_no_update BEFORE update ON family BEGIN SELECT RAISE(ABORT, 'family is append-only: update is refused'); END;

CREATE TRIGGER family_no_delete BEFORE delete ON family BEGIN SELECT RAISE(ABORT, 'family is append-only: delete is refused'); END;

CREATE TRIGGER family_no_replace BEFORE INSERT ON family WHEN EXISTS (SELECT 1 FROM family WHERE ref = NEW.ref) BEGIN SELECT RAISE(ABORT, 'family is append-only: this row stands'); END;

CREATE TRIGGER case_note_no_update BEFORE update ON case_note BEGIN SELECT RAISE(ABORT, 'case_note is append-only: update is refused'); END;

CREATE TRIGGER case_note_no_delete BEFORE delete ON case_note BEGIN SELECT RAISE(ABORT, 'case_note is append-only: delete is refused'); END;

CREATE TRIGGER case_note_no_replace BEFORE INSERT ON case_note WHEN EXISTS (SELECT 1 FROM case_note WHERE ref = NEW.ref) BEGIN SELECT RAISE(ABORT, 'case_note is append-only: this row stands'); END;

CREATE TRIGGER letter_no_update BEFORE update ON letter BEGIN SELECT RAISE(ABORT, 'letter is append-only: update is refused'); END;

CREATE TRIGGER letter_no_delete BEFORE delete ON letter BEGIN SELECT RAISE(ABORT, 'letter is append-only: delete is refused'); END;

CREATE TRIGGER letter_no_replace BEFORE INSERT ON letter WHEN EXISTS (SELECT 1 FROM letter WHERE ref = NEW.ref) BEGIN SELECT RAISE(ABORT, 'letter is append-only: this row stands'); END;

CREATE TRIGGER task_no_update BEFORE update ON task BEGIN SELECT RAISE(ABORT, 'task is append-only: update is refused'); END;

CREATE TRIGGER task_no_delete BEFORE delete ON task BEGIN SELECT RAISE(ABORT, 'task is append-only: delete is refused'); END;

CREATE TRIGGER task_no_replace BEFORE INSERT ON task WHEN EXISTS (SELECT 1 FROM task WHERE ref = NEW.ref) BEGIN SELECT RAISE(ABORT, 'task is append-only: this row stands'); END;

CREATE TRIGGER episode_no_update BEFORE UPDATE OF ref, entry, family, opened_on, procedure, pack_version, level, route, external_number ON episode BEGIN SELECT RAISE(ABORT, 'episode is append-only: update is refused'); END;

CREATE TRIGGER episode_no_delete BEFORE delete ON episode BEGIN SELECT RAISE(ABORT, 'episode is append-only: delete is refused'); END;

CREATE TRIGGER episode_no_replace BEFORE INSERT ON episode WHEN EXISTS (SELECT 1 FROM episode WHERE ref = NEW.ref) BEGIN SELECT RAISE(ABORT, 'episode is append-only: this row stands'); END;

CREATE TRIGGER person_details_no_update BEFORE update ON person_details BEGIN SELECT RAISE(ABORT, 'person_details is append-only: update is refused'); END;

CREATE TRIGGER person_details_no_delete BEFORE delete ON person_details BEGIN SELECT RAISE(ABORT, 'person_details is append-only: delete is refused'); END;

CREATE TRIGGER person_details_no_replace BEFORE INSERT ON person_details WHEN EXISTS (SELECT 1 FROM person_details WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'person_details is append-only: this row stands'); END;

CREATE TRIGGER address_no_update BEFORE update ON address BEGIN SELECT RAISE(ABORT, 'address is append-only: update is refused'); END;

CREATE TRIGGER address_no_delete BEFORE delete ON address BEGIN SELECT RAISE(ABORT, 'address is append-only: delete is refused'); END;

CREATE TRIGGER address_no_replace BEFORE INSERT ON address WHEN EXISTS (SELECT 1 FROM address WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'address is append-only: this row stands'); END;

CREATE TRIGGER member_no_update BEFORE update ON member BEGIN SELECT RAISE(ABORT, 'member is append-only: update is refused'); END;

CREATE TRIGGER member_no_delete BEFORE delete ON member BEGIN SELECT RAISE(ABORT, 'member is append-only: delete is refused'); END;

CREATE TRIGGER member_no_replace BEFORE INSERT ON member WHEN EXISTS (SELECT 1 FROM member WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'member is append-only: this row stands'); END;

CREATE TRIGGER relation_no_update BEFORE update ON relation BEGIN SELECT RAISE(ABORT, 'relation is append-only: update is refused'); END;

CREATE TRIGGER relation_no_delete BEFORE delete ON relation BEGIN SELECT RAISE(ABORT, 'relation is append-only: delete is refused'); END;

CREATE TRIGGER relation_no_replace BEFORE INSERT ON relation WHEN EXISTS (SELECT 1 FROM relation WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'relation is append-only: this row stands'); END;

CREATE TRIGGER restriction_no_update BEFORE update ON restriction BEGIN SELECT RAISE(ABORT, 'restriction is append-only: update is refused'); END;

CREATE TRIGGER restriction_no_delete BEFORE delete ON restriction BEGIN SELECT RAISE(ABORT, 'restriction is append-only: delete is refused'); END;

CREATE TRIGGER restriction_no_replace BEFORE INSERT ON restriction WHEN EXISTS (SELECT 1 FROM restriction WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'restriction is append-only: this row stands'); END;

CREATE TRIGGER family_flag_no_update BEFORE update ON family_flag BEGIN SELECT RAISE(ABORT, 'family_flag is append-only: update is refused'); END;

CREATE TRIGGER family_flag_no_delete BEFORE delete ON family_flag BEGIN SELECT RAISE(ABORT, 'family_flag is append-only: delete is refused'); END;

CREATE TRIGGER family_flag_no_replace BEFORE INSERT ON family_flag WHEN EXISTS (SELECT 1 FROM family_flag WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'family_flag is append-only: this row stands'); END;

CREATE TRIGGER team_no_update BEFORE update ON team BEGIN SELECT RAISE(ABORT, 'team is append-only: update is refused'); END;

CREATE TRIGGER team_no_delete BEFORE delete ON team BEGIN SELECT RAISE(ABORT, 'team is append-only: delete is refused'); END;

CREATE TRIGGER team_no_replace BEFORE INSERT ON team WHEN EXISTS (SELECT 1 FROM team WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'team is append-only: this row stands'); END;

CREATE TRIGGER worker_no_update BEFORE update ON worker BEGIN SELECT RAISE(ABORT, 'worker is append-only: update is refused'); END;

CREATE TRIGGER worker_no_delete BEFORE delete ON worker BEGIN SELECT RAISE(ABORT, 'worker is append-only: delete is refused'); END;

CREATE TRIGGER worker_no_replace BEFORE INSERT ON worker WHEN EXISTS (SELECT 1 FROM worker WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'worker is append-only: this row stands'); END;

CREATE TRIGGER group_member_no_update BEFORE update ON group_member BEGIN SELECT RAISE(ABORT, 'group_member is append-only: update is refused'); END;

CREATE TRIGGER group_member_no_delete BEFORE delete ON group_member BEGIN SELECT RAISE(ABORT, 'group_member is append-only: delete is refused'); END;

CREATE TRIGGER group_member_no_replace BEFORE INSERT ON group_member WHEN EXISTS (SELECT 1 FROM group_member WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'group_member is append-only: this row stands'); END;

CREATE TRIGGER agency_no_update BEFORE update ON agency BEGIN SELECT RAISE(ABORT, 'agency is append-only: update is refused'); END;

CREATE TRIGGER agency_no_delete BEFORE delete ON agency BEGIN SELECT RAISE(ABORT, 'agency is append-only: delete is refused'); END;

CREATE TRIGGER agency_no_replace BEFORE INSERT ON agency WHEN EXISTS (SELECT 1 FROM agency WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'agency is append-only: this row stands'); END;

CREATE TRIGGER choice_no_update BEFORE update ON choice BEGIN SELECT RAISE(ABORT, 'choice is append-only: update is refused'); END;

CREATE TRIGGER choice_no_delete BEFORE delete ON choice BEGIN SELECT RAISE(ABORT, 'choice is append-only: delete is refused'); END;

CREATE TRIGGER choice_no_replace BEFORE INSERT ON choice WHEN EXISTS (SELECT 1 FROM choice WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'choice is append-only: this row stands'); END;

CREATE TRIGGER looked_no_update BEFORE update ON looked BEGIN SELECT RAISE(ABORT, 'looked is append-only: update is refused'); END;

CREATE TRIGGER looked_no_delete BEFORE delete ON looked BEGIN SELECT RAISE(ABORT, 'looked is append-only: delete is refused'); END;

CREATE TRIGGER looked_no_replace BEFORE INSERT ON looked WHEN EXISTS (SELECT 1 FROM looked WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'looked is append-only: this row stands'); END;

CREATE TRIGGER plan_part_no_update BEFORE update ON plan_part BEGIN SELECT RAISE(ABORT, 'plan_part is append-only: update is refused'); END;

CREATE TRIGGER plan_part_no_delete BEFORE delete ON plan_part BEGIN SELECT RAISE(ABORT, 'plan_part is append-only: delete is refused'); END;

CREATE TRIGGER plan_part_no_replace BEFORE INSERT ON plan_part WHEN EXISTS (SELECT 1 FROM plan_part WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'plan_part is append-only: this row stands'); END;

CREATE TRIGGER plan_action_no_update BEFORE update ON plan_action BEGIN SELECT RAISE(ABORT, 'plan_action is append-only: update is refused'); END;

CREATE TRIGGER plan_action_no_delete BEFORE delete ON plan_action BEGIN SELECT RAISE(ABORT, 'plan_action is append-only: delete is refused'); END;

CREATE TRIGGER plan_action_no_replace BEFORE INSERT ON plan_action WHEN EXISTS (SELECT 1 FROM plan_action WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'plan_action is append-only: this row stands'); END;

CREATE TRIGGER episode_child_no_update BEFORE update ON episode_child BEGIN SELECT RAISE(ABORT, 'episode_child is append-only: update is refused'); END;

CREATE TRIGGER episode_child_no_delete BEFORE delete ON episode_child BEGIN SELECT RAISE(ABORT, 'episode_child is append-only: delete is refused'); END;

CREATE TRIGGER episode_child_no_replace BEFORE INSERT ON episode_child WHEN EXISTS (SELECT 1 FROM episode_child WHERE episode = NEW.episode AND person = NEW.person) BEGIN SELECT RAISE(ABORT, 'episode_child is append-only: this row stands'); END;

CREATE TRIGGER undone_no_update BEFORE update ON undone BEGIN SELECT RAISE(ABORT, 'undone is append-only: update is refused'); END;

CREATE TRIGGER undone_no_delete BEFORE delete ON undone BEGIN SELECT RAISE(ABORT, 'undone is append-only: delete is refused'); END;

CREATE TRIGGER undone_no_replace BEFORE INSERT ON undone WHEN EXISTS (SELECT 1 FROM undone WHERE entry = NEW.entry) BEGIN SELECT RAISE(ABORT, 'undone is append-only: this row stands'); END;

CREATE VIEW fact_stands AS SELECT f.* FROM fact f WHERE f.kind <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM fact w WHERE w.withdraws = f.id);

CREATE VIEW person_stands AS SELECT t.* FROM person t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW person_details_stands AS SELECT t.* FROM person_details t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW address_stands AS SELECT t.* FROM address t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW family_stands AS SELECT t.* FROM family t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW member_stands AS SELECT t.* FROM member t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW relation_stands AS SELECT t.* FROM relation t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW restriction_stands AS SELECT t.* FROM restriction t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW family_flag_stands AS SELECT t.* FROM family_flag t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW team_stands AS SELECT t.* FROM team t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW worker_stands AS SELECT t.* FROM worker t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW group_member_stands AS SELECT t.* FROM group_member t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW agency_stands AS SELECT t.* FROM agency t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW choice_stands AS SELECT t.* FROM choice t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW episode_stands AS SELECT t.* FROM episode t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW episode_child_stands AS SELECT t.* FROM episode_child t WHERE EXISTS (SELECT 1 FROM episode o WHERE o.ref = t.episode AND o.entry NOT IN (SELECT entry FROM undone));

CREATE VIEW case_note_stands AS SELECT t.* FROM case_note t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW letter_stands AS SELECT t.* FROM letter t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW plan_part_stands AS SELECT t.* FROM plan_part t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE VIEW plan_action_stands AS SELECT t.* FROM plan_action t WHERE t.entry NOT IN (SELECT entry FROM undone);

CREATE INDEX ix_fact_root ON fact (root);

CREATE INDEX ix_undone_by_entry ON undone (by_entry);

CREATE INDEX ix_person_entry ON person (entry);

CREATE INDEX ix_person_details_entry ON person_details (entry);

CREATE INDEX ix_address_entry ON address (entry);

CREATE INDEX ix_family_entry ON family (entry);

CREATE INDEX ix_member_entry ON member (entry);

CREATE INDEX ix_relation_entry ON relation (entry);

CREATE INDEX ix_restriction_entry ON restriction (entry);

CREATE INDEX ix_family_flag_entry ON family_flag (entry);

CREATE INDEX ix_team_entry ON team (entry);

CREATE INDEX ix_worker_entry ON worker (entry);

CREATE INDEX ix_group_member_entry ON group_member (entry);

CREATE INDEX ix_agency_entry ON agency (entry);

CREATE INDEX ix_choice_entry ON choice (entry);

CREATE INDEX ix_episode_entry ON episode (entry);

CREATE INDEX ix_case_note_entry ON case_note (entry);

CREATE INDEX ix_letter_entry ON letter (entry);

CREATE INDEX ix_plan_part_entry ON plan_part (entry);

CREATE INDEX ix_plan_action_entry ON plan_action (entry);

INSERT INTO "alembic_version" VALUES('0007')
