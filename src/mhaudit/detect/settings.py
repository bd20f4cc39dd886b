"""Settings in requests to AI services: what is asked to be kept or trained on, as the provider documents it."""

from collections.abc import Iterable, Iterator

from mhaudit.model.audit import Flag
from mhaudit.model.knowledge import Service
from mhaudit.model.place import Document
from mhaudit.model.place import place as written
from mhaudit.model.place_pattern import compile_place


def settings_of(service: Service, documents: Iterable[Document]) -> Iterator[Flag]:
    """The documented settings that a request makes, with the sentence that says what each means."""
    wanted = [(compile_place(at), setting) for setting in service.settings for at in setting.at]
    for document in documents:
        for trail, _, value in document.leaves if document.sent else ():
            given = str(value).lower()
            for place, setting in wanted:
                means = next((value.means for value in setting.values if value.is_.lower() == given), "")
                if means and place.fullmatch(where := written(trail)):
                    yield Flag(name=where, set_to=given, means=means, source=setting.source)
