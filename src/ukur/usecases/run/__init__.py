"""Any SOP but the measurement: a run is begun, its steps are worked in and left."""
