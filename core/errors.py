"""The one exception family of the core.

An error is data: a stable code, the place it happened, and the values that belong to it. The English
sentence is made from those; the window makes the sentence of its own language from the same data.
Every sentence says what is wrong and what mends it.
"""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name the translation tool looks for
    """Return `text`; marks it for the translation tool without importing Qt."""
    del context
    return text


MESSAGES: dict[str, str] = {
    # numbers
    "negative": QT_TRANSLATE_NOOP("errors", "{value} is negative; a probability is 0 or more."),
    "not_finite": QT_TRANSLATE_NOOP("errors", "{value} is not a finite number; type a number that is 0 or more."),
    "bad_logit": QT_TRANSLATE_NOOP("errors", "{value} is not a logit; use a finite number or -inf."),
    "all_ruled_out": QT_TRANSLATE_NOOP("errors", "Every logit is -inf; at least one class needs a finite logit."),
    "not_a_number": QT_TRANSLATE_NOOP("errors", "“{text}” is not a number; write it like 0.25, 1/4 or 25%."),
    "limits": QT_TRANSLATE_NOOP("errors", "No number is at least {low} and at most {high}; exchange the limits."),
    "shape": QT_TRANSLATE_NOOP(
        "errors", "The shapes {p} and {q} do not fit together; the class axis is the last one of both."
    ),
    "one_prediction": QT_TRANSLATE_NOOP("errors", "Give exactly one of probabilities and logits."),
    "no_classes": QT_TRANSLATE_NOOP("errors", "There is no class axis; give at least one class."),
    "label_range": QT_TRANSLATE_NOOP("errors", "Label {value} is outside 0 to {last}; correct the label."),
    "label_type": QT_TRANSLATE_NOOP("errors", "Labels are whole numbers, not {dtype}; convert them first."),
    "unit": QT_TRANSLATE_NOOP("errors", "“{unit}” is not a unit; use nat, bit or dit."),
    "temperature": QT_TRANSLATE_NOOP("errors", "Temperature {value} is not usable; it is a finite number above 0."),
    "not_a_distribution": QT_TRANSLATE_NOOP("errors", "The row does not sum to 1; normalize it first."),
    "zero_row": QT_TRANSLATE_NOOP("errors", "A row of zeros cannot be normalized; give a class some probability."),
    "all_locked": QT_TRANSLATE_NOOP("errors", "Every other class is locked, so none can give way; unlock one."),
    "class_locked": QT_TRANSLATE_NOOP("errors", "“{name}” is locked; unlock it first."),
    "locked_sum": QT_TRANSLATE_NOOP(
        "errors", "The locked classes sum to {total}, more than 1; unlock one or lower what it holds."
    ),
    "no_room": QT_TRANSLATE_NOOP(
        "errors", "The locked classes leave {room} for this one, less than {value}; unlock one or give less."
    ),
    # losses and their parameters
    "unknown_loss": QT_TRANSLATE_NOOP("errors", "There is no loss “{name}”; choose from {known}."),
    "unknown_parameter": QT_TRANSLATE_NOOP("errors", "{loss} has no parameter “{name}”; it has {known}."),
    "parameter_range": QT_TRANSLATE_NOOP(
        "errors", "{name} = {value} is out of range; it lies from {minimum} to {maximum}."
    ),
    "parameter_choice": QT_TRANSLATE_NOOP("errors", "{name} = {value} is not a choice; choose from {known}."),
    "parameter_type": QT_TRANSLATE_NOOP("errors", "{name} = {value} cannot be read; {expected}."),
    "weights_length": QT_TRANSLATE_NOOP(
        "errors", "{count} class weights were given for {classes} classes; give one a class."
    ),
    "needs_label": QT_TRANSLATE_NOOP(
        "errors",
        "This loss needs a truth that is 1 for one class and 0 for the others; this one is not. Choose another loss.",
    ),
    "few_rows": QT_TRANSLATE_NOOP("errors", "There are {rows} rows; an interval needs at least {least}."),
    "infinite_rows": QT_TRANSLATE_NOOP(
        "errors", "Some rows have no finite value; a mean of the others would not be the mean, so choose another loss."
    ),
    "logit_count": QT_TRANSLATE_NOOP("errors", "{count} logits were given; give 2 to {most}, such as 1000, 0, -1000."),
    "no_code": QT_TRANSLATE_NOOP(
        "errors", "{name} says nothing of how to be written in array terms, so it has no code; choose another loss."
    ),
    "code_term": QT_TRANSLATE_NOOP("errors", "“{name}” is no array term that a framework knows; write it by others."),
    "unknown_framework": QT_TRANSLATE_NOOP("errors", "There is no framework “{name}”; choose from {known}."),
    "bad_loss_text": QT_TRANSLATE_NOOP("errors", "“{text}” cannot be read; write NAME or NAME:key=value,key=value."),
    "no_gradient": QT_TRANSLATE_NOOP("errors", "{name} has no gradient to descend, only flat steps; choose another."),
    "descent_setting": QT_TRANSLATE_NOOP("errors", "Descent with {name} = {value} is not possible; choose {range}."),
    # documents
    "too_few_classes": QT_TRANSLATE_NOOP("errors", "There are {count} classes; at least 2 are needed."),
    "too_many_truths": QT_TRANSLATE_NOOP(
        "errors",
        "This loss is not linear in the truth, and there are more than {most} soft truths to go over. Choose one "
        "sample, or a loss such as cross-entropy.",
    ),
    "no_samples": QT_TRANSLATE_NOOP("errors", "There are no rows; at least one sample is needed."),
    "no_models": QT_TRANSLATE_NOOP("errors", "There are no predictions; at least one model is needed."),
    "row_count": QT_TRANSLATE_NOOP("errors", "It has {found} rows where the truth has {expected}; make them agree."),
    "class_count": QT_TRANSLATE_NOOP("errors", "It has {found} columns where there are {expected} classes."),
    "duplicate_name": QT_TRANSLATE_NOOP("errors", "“{name}” appears twice; every name must be different."),
    "empty_name": QT_TRANSLATE_NOOP("errors", "A name is empty; give it at least one letter."),
    "too_many_locks": QT_TRANSLATE_NOOP(
        "errors", "{count} cells are too many to lock one by one, {most} at most; lock whole classes."
    ),
    "class_held": QT_TRANSLATE_NOOP(
        "errors", "“{name}” holds probability in {rows} rows, which would no longer sum to 1; set it to 0 first."
    ),
    "amount_range": QT_TRANSLATE_NOOP(
        "errors", "{name} = {value} is out of range; it lies from {minimum} to {maximum}."
    ),
    "row_index": QT_TRANSLATE_NOOP("errors", "There is no row {row}; rows run from 0 to {last}."),
    "unknown_sample": QT_TRANSLATE_NOOP(
        "errors", "“{text}” is neither a sample's name nor an index from 0 to {last}; choose another."
    ),
    "unknown_model": QT_TRANSLATE_NOOP(
        "errors", "“{text}” is neither a model's name nor an index from 0 to {last}; choose another."
    ),
    "unknown_policy": QT_TRANSLATE_NOOP(
        "errors", "“{policy}” is not a row-sum policy; use as-typed, strict or normalize."
    ),
    "paste_size": QT_TRANSLATE_NOOP(
        "errors",
        "The pasted block is {rows} × {columns}; from this cell there is room for {room_rows} × {room_columns}.",
    ),
    "paste_ragged": QT_TRANSLATE_NOOP("errors", "Line {line} of the pasted text has {found} cells, not {expected}."),
    "paste_empty": QT_TRANSLATE_NOOP("errors", "The clipboard holds no text; copy some cells first."),
    # files
    "file_missing": QT_TRANSLATE_NOOP("errors", "There is no such file; check the name."),
    "pattern_nothing": QT_TRANSLATE_NOOP("errors", "No file matches this pattern; correct it."),
    "pattern_several": QT_TRANSLATE_NOOP(
        "errors", "{count} files match this pattern and one is needed; name one, such as {first}."
    ),
    "file_directory": QT_TRANSLATE_NOOP("errors", "This is a folder; name a file in it."),
    "file_special": QT_TRANSLATE_NOOP("errors", "This is not a regular file; copy its contents to a file first."),
    "file_unreadable": QT_TRANSLATE_NOOP("errors", "The file cannot be read: {reason}."),
    "file_unwritable": QT_TRANSLATE_NOOP("errors", "The file cannot be written: {reason}."),
    "file_held": QT_TRANSLATE_NOOP("errors", "It is open in another window; choose another name."),
    "file_empty": QT_TRANSLATE_NOOP("errors", "The file is empty; save the data again."),
    "file_kind": QT_TRANSLATE_NOOP("errors", "Files ending in “{suffix}” are not known; use {known}."),
    "file_damaged": QT_TRANSLATE_NOOP("errors", "The file is damaged or cut short ({reason}); save or copy it again."),
    "file_pickled": QT_TRANSLATE_NOOP(
        "errors",
        "It holds Python objects (pickle), which are never loaded; where it was made, run “{first}”, then “{second}”.",
    ),
    "file_program": QT_TRANSLATE_NOOP(
        "errors",
        "Files ending in “{suffix}” may run programs when they are opened, so they never are; where it was made, run "
        "“{first}” and then “{second}”.",
    ),
    "file_too_large": QT_TRANSLATE_NOOP(
        "errors",
        "It declares {declared} bytes in a file of {size}; that is not plausible, so it was not loaded.",
    ),
    "file_encoding": QT_TRANSLATE_NOOP("errors", "The text is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8."),
    "file_ragged": QT_TRANSLATE_NOOP("errors", "The rows do not all have the same number of columns ({reason})."),
    "file_several": QT_TRANSLATE_NOOP(
        "errors", "It describes different samples or classes than {first}; open it by itself."
    ),
    "file_rows": QT_TRANSLATE_NOOP(
        "errors", "It has other classes or models than {first}; rows of one table have the same columns in every file."
    ),
    "in_doubt": QT_TRANSLATE_NOOP(
        "errors", "It can be taken in more than one way; open it in the window by File → Import and choose there."
    ),
    "json_shape": QT_TRANSLATE_NOOP(
        "errors", "It holds neither a list of records nor arrays by name; save one of them."
    ),
    "json_record": QT_TRANSLATE_NOOP("errors", "It is of another kind than the first; write all of them alike."),
    "list_length": QT_TRANSLATE_NOOP(
        "errors", "The list has {found} entries where the first has {expected}; write a number a class in every row."
    ),
    "no_arrays": QT_TRANSLATE_NOOP("errors", "There are no arrays in it; save the predictions and the labels."),
    "no_files": QT_TRANSLATE_NOOP("errors", "There is no file yet; add one."),
    "no_truth": QT_TRANSLATE_NOOP(
        "errors", "There is no truth; add the file that holds the labels, or say which column does."
    ),
    "two_truths": QT_TRANSLATE_NOOP("errors", "Its truth is not that of {first}; keep the one that is right."),
    "role_twice": QT_TRANSLATE_NOOP(
        "errors", "“{first}” and “{second}” are both taken for the same; ignore one of them."
    ),
    "one_column": QT_TRANSLATE_NOOP(
        "errors",
        "There is one number a row, as where only the best class was written; losses need the probabilities of all "
        "classes, so save a column a class (of two classes both; timm: --topk 0).",
    ),
    "top_only": QT_TRANSLATE_NOOP(
        "errors",
        "There are {shown} classes a row, the best of {count}; losses need the probabilities of all, so save a "
        "number for every class (timm: --topk 0).",
    ),
    "ranked_row": QT_TRANSLATE_NOOP("errors", "The row does not list every class once; save a number for each class."),
    "classes_unknown": QT_TRANSLATE_NOOP(
        "errors",
        "There are {count} different labels for {width} columns that have no names, so it cannot be told which is "
        "which; give the columns the names of the classes.",
    ),
    "labels_only": QT_TRANSLATE_NOOP(
        "errors", "It holds {rows} labels of {classes} classes, but no predictions; add the file that holds them."
    ),
    "sample_twice": QT_TRANSLATE_NOOP(
        "errors", "Sample “{name}” is there twice; keep one row, or ignore the column to match by order."
    ),
    "sample_missing": QT_TRANSLATE_NOOP(
        "errors", "Sample “{name}” is not in {other}; add it, or ignore the column of samples to match by order."
    ),
    "cluster_missing": QT_TRANSLATE_NOOP(
        "errors", "Dask is not installed, which --scheduler needs; install loss-atlas[cluster]."
    ),
    "cluster_silent": QT_TRANSLATE_NOOP(
        "errors", "No scheduler answers there ({reason}); check the address, such as tcp://host:8786."
    ),
    "cluster_lost": QT_TRANSLATE_NOOP(
        "errors",
        "The cluster did not finish ({reason}); its workers need Loss Atlas and the same files at the same places.",
    ),
    "array_missing": QT_TRANSLATE_NOOP("errors", "There is no array “{name}”; the file needs {expected}."),
    "array_both": QT_TRANSLATE_NOOP("errors", "There are both “labels” and “truth”; keep one of them."),
    "array_shape": QT_TRANSLATE_NOOP("errors", "Its shape is {found}; it must be {expected}."),
    "array_dtype": QT_TRANSLATE_NOOP("errors", "Its type is {found}; it must be {expected}."),
    "column_truth": QT_TRANSLATE_NOOP(
        "errors", "There is no “label” column and there are no “true:…” columns; add one of them."
    ),
    "column_both": QT_TRANSLATE_NOOP("errors", "There are both a “label” column and “true:…” columns; keep one."),
    "column_predictions": QT_TRANSLATE_NOOP("errors", "There are no prediction columns; add a column a class."),
    "column_missing": QT_TRANSLATE_NOOP("errors", "There is no column for class “{name}”; add it."),
    "column_extra": QT_TRANSLATE_NOOP("errors", "Column “{name}” belongs to no class of the other columns; rename it."),
    "column_mixed": QT_TRANSLATE_NOOP("errors", "Model “{name}” mixes probability and logit columns; use one kind."),
    "model_title": QT_TRANSLATE_NOOP(
        "errors", "A table's column titles cannot hold the model name “{name}”; rename it or save as .npz."
    ),
    "cell_text": QT_TRANSLATE_NOOP("errors", "“{text}” is not a number; write it like 0.25."),
    "cell_empty": QT_TRANSLATE_NOOP("errors", "The cell is empty; every row needs a number here."),
    "unknown_label": QT_TRANSLATE_NOOP(
        "errors", "Label “{text}” is neither a class name nor an index from 0 to {last}."
    ),
    # sessions
    "session_kind": QT_TRANSLATE_NOOP(
        "errors", "This is no session of Loss Atlas; one begins with “format”: “{format}”. Choose another file."
    ),
    "session_version": QT_TRANSLATE_NOOP("errors", "The version is no whole number from 1 to {version}; correct it."),
    "session_newer": QT_TRANSLATE_NOOP(
        "errors",
        "It was saved by a newer Loss Atlas (format {found}; this one reads up to {version}); update Loss Atlas, or "
        "save the numbers as .npz there.",
    ),
    "session_size": QT_TRANSLATE_NOOP(
        "errors", "It is {size} bytes long, and at most {limit} are read; keep its arrays in an archive beside it."
    ),
    "session_parts": QT_TRANSLATE_NOOP(
        "errors", "It has more than {limit} entries, too many to be read; keep its arrays in an archive beside it."
    ),
    "session_samples": QT_TRANSLATE_NOOP(
        "errors",
        "A session holds the names of at most {limit} samples, and these are {count}; save the numbers as .npz.",
    ),
    "session_encoding": QT_TRANSLATE_NOOP("errors", "The text is not UTF-8; save it as UTF-8."),
    "session_cut": QT_TRANSLATE_NOOP("errors", "The text ends too early; copy the file again or open an earlier copy."),
    "session_syntax": QT_TRANSLATE_NOOP(
        "errors", "The text is not valid JSON here; correct it or open an earlier copy."
    ),
    "session_constant": QT_TRANSLATE_NOOP(
        "errors", "{text} is no number in JSON; an infinite logit is written “-inf”."
    ),
    "session_twice": QT_TRANSLATE_NOOP("errors", "The entry “{name}” is there twice in one object; keep one."),
    "session_unknown": QT_TRANSLATE_NOOP("errors", "The entry “{name}” is not known; check its spelling or remove it."),
    "session_halves": QT_TRANSLATE_NOOP(
        "errors", "An entry that is not known holds half of a character (\\ud800 to \\udfff); remove it."
    ),
    "session_missing": QT_TRANSLATE_NOOP("errors", "The entry “{name}” is missing; add it."),
    "session_choice": QT_TRANSLATE_NOOP("errors", "“{value}” is not possible here; write {known}."),
    "session_type": QT_TRANSLATE_NOOP("errors", "Here is {found} where there must be {expected}; correct it."),
    "session_kind_of_value": QT_TRANSLATE_NOOP("errors", "Here must be {expected}; correct it."),
    "session_range": QT_TRANSLATE_NOOP("errors", "The number is out of range; correct it."),
    "session_one_of": QT_TRANSLATE_NOOP("errors", "A table is given in exactly one of {names}; keep one."),
    "session_labels": QT_TRANSLATE_NOOP("errors", "Only the truth can be labels; give the predictions as rows."),
    "session_ragged": QT_TRANSLATE_NOOP(
        "errors", "This row has {found} numbers and the first has {expected}; make them agree."
    ),
    "session_base64": QT_TRANSLATE_NOOP("errors", "This is not base64; save the session again."),
    "session_array": QT_TRANSLATE_NOOP(
        "errors", "There is no array “{name}” in an archive of this session; save the session again."
    ),
    "session_archive": QT_TRANSLATE_NOOP(
        "errors", "“{name}” is not the name of an .npz file in the session's own folder; correct it."
    ),
    "session_archive_missing": QT_TRANSLATE_NOOP(
        "errors", "Its numbers are in “{name}”, which is not beside it; put both files into one folder."
    ),
    "session_arrays": QT_TRANSLATE_NOOP(
        "errors", "It holds other numbers than those saved with this session; put back the file that belongs to it."
    ),
    # lessons
    "lesson_kind": QT_TRANSLATE_NOOP(
        "errors", "This is no lesson of Loss Atlas; one has an entry “lesson” with the number 1. Choose another file."
    ),
    "lesson_steps": QT_TRANSLATE_NOOP("errors", "A lesson without steps has nothing to tell; add one."),
    "lesson_task": QT_TRANSLATE_NOOP(
        "errors", "“task” says what to do and “done” notices it; give both or leave both out."
    ),
    "lesson_already": QT_TRANSLATE_NOOP(
        "errors", "This already holds when the step begins, so there would be nothing to do; ask for something else."
    ),
    "lesson_one_of": QT_TRANSLATE_NOOP("errors", "Exactly one of {names} is given here; keep one."),
    "lesson_index": QT_TRANSLATE_NOOP("errors", "There is no {value} here; count from 0 to {last}."),
    "lesson_truth": QT_TRANSLATE_NOOP(
        "errors", "The truth has no loss and no temperature; name a model by its number."
    ),
    # pictures
    "session_alone": QT_TRANSLATE_NOOP(
        "errors",
        "Its numbers are in a file of their own, and a picture has none; open the session itself.",
    ),
    "picture_kind": QT_TRANSLATE_NOOP("errors", "This is no {kind} file; check its name."),
    "picture_bare": QT_TRANSLATE_NOOP(
        "errors", "The picture carries no session; open one that was exported with its session, or the data themselves."
    ),
    "picture_damaged": QT_TRANSLATE_NOOP("errors", "The picture or the session in it is damaged; export it again."),
    "picture_size": QT_TRANSLATE_NOOP(
        "errors", "The picture has {size} bytes, more than {limit}; open the session itself."
    ),
    "picture_session": QT_TRANSLATE_NOOP(
        "errors", "It would unpack to more than {limit} bytes; open the session itself."
    ),
    # figures
    "unknown_panel": QT_TRANSLATE_NOOP("errors", "There is no panel “{name}”; choose from {known}."),
    "unknown_format": QT_TRANSLATE_NOOP("errors", "There is no format “{name}”; choose from {known}."),
    "unknown_preset": QT_TRANSLATE_NOOP("errors", "There is no preset “{name}”; choose from {known}."),
    "figure_size": QT_TRANSLATE_NOOP(
        "errors", "The size {text} is not usable; write it like 960x720, from 200x150 up to {limit} pixels a side."
    ),
    "animation_kind": QT_TRANSLATE_NOOP("errors", "An animation is written as {known}; choose one of these endings."),
    "animation_ffmpeg": QT_TRANSLATE_NOOP(
        "errors", "MP4 needs the program ffmpeg, which is not here; install it, or write .gif or .apng."
    ),
    "animation_failed": QT_TRANSLATE_NOOP("errors", "ffmpeg could not write it: {reason}."),
    "animation_frames": QT_TRANSLATE_NOOP(
        "errors", "An animation of {count} pictures is not possible; ask for 2 to {most}."
    ),
    "animation_speed": QT_TRANSLATE_NOOP("errors", "{fps} pictures a second is not possible; ask for 1 to {most}."),
    "sweep_text": QT_TRANSLATE_NOOP(
        "errors", "“{text}” is no range; write it like temperature=0.5:4:40, from, to and how many values."
    ),
    "sweep_unknown": QT_TRANSLATE_NOOP("errors", "“{name}” cannot be swept here; choose from {known}."),
    "glyph": QT_TRANSLATE_NOOP(
        "errors", "No font here has the sign “{sign}” ({point}); install one that has it, or rename this."
    ),
    "no_script": QT_TRANSLATE_NOOP(
        "errors", "There is no Matplotlib script of this view; choose another view of the panel, or CSV."
    ),
    "figure_size_preset": QT_TRANSLATE_NOOP(
        "errors", "The size {text} does not go with the preset “{preset}”, which has its own; leave out one of them."
    ),
    "figure_points": QT_TRANSLATE_NOOP(
        "errors", "{value} points are not usable; text has {least} to {most} points, and lines have 0.1 to 10."
    ),
    "figure_points_alone": QT_TRANSLATE_NOOP(
        "errors", "Points of text and lines go with a preset; choose one of {known}."
    ),
    "figure_words": QT_TRANSLATE_NOOP(
        "errors",
        "In this place the words of “{panel}” would be smaller than {least} points; choose another preset or panel.",
    ),
    "source_date": QT_TRANSLATE_NOOP(
        "errors", "SOURCE_DATE_EPOCH is “{text}”, which is no date; set it to seconds since 1970 or leave it out."
    ),
    "folder_missing": QT_TRANSLATE_NOOP("errors", "There is no such folder; make it or name another one."),
    "no_display": QT_TRANSLATE_NOOP(
        "errors",
        "There is no display to open a window on; set DISPLAY, or use “evaluate” or “export”, which need none.",
    ),
    "library_missing": QT_TRANSLATE_NOOP(
        "errors", "This system lacks {names}, without which nothing can be drawn; install it."
    ),
    "libraries_missing": QT_TRANSLATE_NOOP(
        "errors",
        "This system lacks {names}, without which nothing can be drawn; on Debian and Ubuntu install {packages}.",
    ),
}


class LossAtlasError(ValueError):
    """Something the person gave cannot be used.

    Parameters
    ----------
    code
        A key of `MESSAGES`; stable, for tests and for translation.
    where
        The place: a file, an array, a row and column. Empty when the call itself says it.
    **values
        What the sentence is filled in with.
    """

    def __init__(self, code: str, *, where: str = "", **values: object) -> None:
        self.code = code
        self.where = where
        self.values = values
        super().__init__(self.sentence())

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with all it knows."""
        return _remade, (self.code, self.where, self.values)

    def sentence(self) -> str:
        """Return the whole message in English: the place, then what is wrong and its mend."""
        text = MESSAGES[self.code].format(**self.values)
        return f"{self.where}: {text}" if self.where else text

    def at(self, place: str) -> LossAtlasError:
        """Return the same error with `place` put before the place it already has."""
        where = f"{place}, {self.where}" if self.where else place
        return LossAtlasError(self.code, where=where, **self.values)


def _remade(code: str, where: str, values: dict[str, object]) -> LossAtlasError:
    return LossAtlasError(code, where=where, **values)
